#include "widgets/kit/status/run_status_strip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/status_colour.h"
#include "widgets/models/run_row.h"
#include "widgets/models/run_watcher.h"

namespace ptycho {
namespace {

QString clock(const QDateTime& time) { return time.toString(QStringLiteral("HH:mm:ss")); }

/// How a run ended, without saying it twice: "Done after 260 iterations.", "failed · no space on /runs.".
QString endText(const QString& word, const QString& message) {
  if (message.startsWith(word, Qt::CaseInsensitive)) return message;
  return message.isEmpty() ? word : word + QStringLiteral(" · ") + message;
}

}  // namespace

RunStatusStrip::RunStatusStrip(QWidget* parent)
    : QWidget(parent),
      m_dot(new QLabel(this)),
      m_state(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_times(new QLabel(this)),
      m_acknowledgement(new QLabel(this)),
      m_pause(new QPushButton(this)),
      m_stop(new QPushButton(glyphIcon(Glyph::Stop), tr("Stop"), this)) {
  m_state->setTextFormat(Qt::PlainText);
  m_pause->setObjectName("pause");
  m_stop->setObjectName("stop");
  m_acknowledgement->setObjectName("acknowledgement");
  m_stop->setToolTip(tr("Stop after this iteration; what there is becomes the result"));
  m_bar->setTextVisible(true);
  m_bar->setMaximumHeight(18);
  m_bar->setMinimumWidth(120);
  QFont digits = font();
  digits.setStyleHint(QFont::SansSerif);
  m_times->setFont(digits);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 4, 8, 4);
  layout->setSpacing(8);
  layout->addWidget(m_dot);
  layout->addWidget(m_state);
  layout->addWidget(m_bar, 1);
  layout->addWidget(m_times);
  layout->addWidget(m_acknowledgement);
  layout->addStretch(0);
  layout->addWidget(m_pause);
  layout->addWidget(m_stop);

  connect(m_pause, &QPushButton::clicked, this, [this] {
    if (m_liveness == RunLiveness::Paused) Q_EMIT resumeRequested();
    else Q_EMIT pauseRequested();
  });
  connect(m_stop, &QPushButton::clicked, this, &RunStatusStrip::stopRequested);
  showIdle({});
}

void RunStatusStrip::showIdle(const QString& text) {
  m_liveness.reset();
  m_request.clear();
  m_state->setText(text);
  m_state->setToolTip({});
  m_bar->hide();
  m_times->hide();
  m_acknowledgement->clear();
  m_pause->hide();
  m_stop->hide();
  paintDot();
}

void RunStatusStrip::setStatus(const RunStatus& status, RunLiveness liveness, std::optional<double> secondsLeft) {
  m_liveness = liveness;
  const bool ended = hasEnded(liveness);
  const QString message = QString::fromStdString(status.message);
  m_state->setText(ended ? endText(livenessWord(liveness), message) : livenessWord(liveness));
  m_state->setToolTip(livenessHelp(liveness) + (message.isEmpty() ? QString() : QStringLiteral("\n") + message));
  m_bar->setVisible(!ended && liveness != RunLiveness::Queued);
  m_bar->setRange(0, status.total > 0 ? static_cast<int>(std::min<std::int64_t>(status.total, 1'000'000'000)) : 0);
  m_bar->setValue(static_cast<int>(status.done));
  m_bar->setFormat(
      QStringLiteral("%1  %2 / %3").arg(QString::fromStdString(status.phase)).arg(status.done).arg(status.total));
  QString times = durationText(status.elapsed_s);
  if (secondsLeft) times += tr(" · %1 left").arg(durationText(*secondsLeft));
  m_times->setText(times);
  m_times->setToolTip(tr("Time at work, pauses excluded, and time left at the pace of the last minute"));
  m_times->setVisible(true);

  if (!m_request.isEmpty() && !m_accepted.isValid() && QString::fromStdString(status.control_id) == m_requestId) {
    m_accepted = QDateTime::currentDateTime();
  }
  m_acknowledgement->setText(ended ? QString() : acknowledgement());
  setButtons(liveness);
  paintDot();
}

void RunStatusStrip::setRequest(const QString& request, const QString& id, const QDateTime& asked) {
  m_request = request;
  m_requestId = id;
  m_asked = asked;
  m_accepted = {};
  m_acknowledgement->setText(acknowledgement());
  if (m_liveness) setButtons(*m_liveness);
}

QString RunStatusStrip::acknowledgement() const {
  if (m_request.isEmpty()) return {};
  if (!m_accepted.isValid()) return tr("%1 asked %2 …").arg(m_request, clock(m_asked));
  return tr("%1 asked %2, accepted %3").arg(m_request, clock(m_asked), clock(m_accepted));
}

QString RunStatusStrip::stateText() const { return m_state->text(); }

void RunStatusStrip::setButtons(RunLiveness liveness) {
  const bool paused = liveness == RunLiveness::Paused;
  const bool stopping = liveness == RunLiveness::Stopping || m_request == QLatin1String("stop");
  m_pause->setVisible(!hasEnded(liveness) && liveness != RunLiveness::Queued);
  m_stop->setVisible(!hasEnded(liveness));
  m_pause->setText(paused ? tr("Resume") : tr("Pause"));
  m_pause->setIcon(glyphIcon(paused ? Glyph::Play : Glyph::Pause));
  m_pause->setEnabled(!stopping);
  m_stop->setEnabled(!stopping);
}

void RunStatusStrip::paintDot() {
  constexpr int kSide = 10;
  QPixmap pixmap(QSize(kSide, kSide) * devicePixelRatioF());
  pixmap.setDevicePixelRatio(devicePixelRatioF());
  pixmap.fill(Qt::transparent);
  if (m_liveness) {
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(signalColour(signalOf(*m_liveness), palette()));
    painter.drawEllipse(QRectF(0.5, 0.5, kSide - 1, kSide - 1));
  }
  m_dot->setPixmap(pixmap);
  m_dot->setVisible(m_liveness.has_value());
}

void RunStatusStrip::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) paintDot();
}

}  // namespace ptycho
