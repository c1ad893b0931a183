#include "widgets/kit/status/banner.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/status_colour.h"

namespace ptycho {
namespace {

QToolButton* flatButton(const QString& text, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_message(new QLabel(this)),
      m_detailsButton(flatButton(tr("Details"), this)),
      m_copyButton(flatButton(tr("Copy"), this)),
      m_details(new QPlainTextEdit(this)) {
  m_message->setWordWrap(true);
  m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_message->setTextFormat(Qt::PlainText);
  m_detailsButton->setCheckable(true);
  m_details->setReadOnly(true);
  m_details->setMaximumHeight(120);
  m_details->hide();
  auto* close = flatButton({}, this);
  close->setIcon(glyphIcon(Glyph::Close));
  close->setToolTip(tr("Dismiss"));
  close->setObjectName("dismiss");
  m_copyButton->setObjectName("copy");

  auto* row = new QHBoxLayout;
  row->addWidget(m_icon, 0, Qt::AlignTop);
  row->addWidget(m_message, 1);
  row->addWidget(m_detailsButton, 0, Qt::AlignTop);
  row->addWidget(m_copyButton, 0, Qt::AlignTop);
  row->addWidget(close, 0, Qt::AlignTop);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 6, 6, 6);
  layout->addLayout(row);
  layout->addWidget(m_details);

  m_leave.setSingleShot(true);
  connect(m_detailsButton, &QToolButton::toggled, m_details, &QWidget::setVisible);
  connect(m_copyButton, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(copyText()); });
  const auto dismiss = [this] {
    hide();
    Q_EMIT dismissed();
  };
  connect(close, &QToolButton::clicked, this, dismiss);
  connect(&m_leave, &QTimer::timeout, this, dismiss);
  hide();
}

void Banner::showError(const QString& message, const QString& details) {
  m_leave.stop();
  present(Kind::Error, message, details);
}

void Banner::showInfo(const QString& message) {
  constexpr int kReading_ms = 8000;
  present(Kind::Info, message, {});
  m_leave.start(kReading_ms);
}

QString Banner::message() const { return m_message->text(); }

QString Banner::copyText() const {
  const QString details = m_details->toPlainText();
  return details.isEmpty() ? message() : message() + QStringLiteral("\n\n") + details;
}

void Banner::present(Kind kind, const QString& message, const QString& details) {
  m_kind = kind;
  m_message->setText(message);
  m_details->setPlainText(details);
  m_details->hide();
  m_detailsButton->setChecked(false);
  m_detailsButton->setVisible(!details.isEmpty());
  m_copyButton->setVisible(kind == Kind::Error);
  m_icon->setPixmap(glyphIcon(kind == Kind::Error ? Glyph::Warning : Glyph::Check).pixmap(16, 16));
  show();
  update();
}

void Banner::paintEvent(QPaintEvent*) {
  const QColor signal =
      m_kind == Kind::Error ? signalColour(Signal::Bad, palette()) : signalColour(Signal::Active, palette());
  QColor ground = signal;
  ground.setAlpha(38);
  QPainter painter(this);
  painter.fillRect(rect(), ground);
  painter.fillRect(QRect(0, 0, 4, height()), signal);
}

}  // namespace ptycho
