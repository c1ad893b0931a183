#include "widgets/runs_monitor/alerts_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "widgets/kit/status/status_colour.h"

namespace ptycho {

AlertsLine::AlertsLine(QWidget* parent) : QWidget(parent), m_text(new QLabel(this)), m_more(new QToolButton(this)) {
  m_text->setObjectName("alerts");
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_more->setObjectName("moreAlerts");
  m_more->setCheckable(true);
  m_more->setAutoRaise(true);
  m_more->setToolTip(tr("Show or hide the other warnings"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 2, 4, 2);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_more, 0, Qt::AlignTop);
  connect(m_more, &QToolButton::toggled, this, &AlertsLine::present);
  present();
}

void AlertsLine::setRuns(const std::vector<MonitoredRun>& runs) {
  std::erase_if(m_known, [&runs](const auto& item) {
    return std::none_of(runs.begin(), runs.end(), [&](const auto& run) { return run.folder == item.first; });
  });
  std::vector<std::pair<bool, QString>> told;
  const auto visible = std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.visible; });
  for (const MonitoredRun& run : runs) {
    if (!run.visible || !run.curves) continue;
    Known& known = m_known[run.folder];
    if (known.from != run.curves || known.liveness != run.liveness || known.message != run.message) {
      known = {run.curves, run.liveness, run.message, trainingAlerts(*run.curves, run.liveness, run.message)};
    }
    for (const auto& alert : known.alerts) {
      told.emplace_back(alert.severe, visible > 1 ? run.name + QStringLiteral(": ") + alert.text : alert.text);
    }
  }
  std::stable_sort(told.begin(), told.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  m_sentences.clear();
  m_severe.clear();
  for (const auto& [severe, text] : told) {
    m_sentences << text;
    m_severe.push_back(severe);
  }
  present();
}

void AlertsLine::present() {
  setVisible(!m_sentences.isEmpty());
  if (m_sentences.isEmpty()) return;
  const qsizetype others = m_sentences.size() - 1;
  m_more->setVisible(others > 0);
  m_more->setText(m_more->isChecked() ? tr("less") : tr("+%1 more").arg(others));
  QStringList lines;
  for (qsizetype k = 0; k < (m_more->isChecked() ? m_sentences.size() : 1); ++k) {
    const QColor colour =
        signalColour(m_severe[static_cast<std::size_t>(k)] ? Signal::Bad : Signal::Caution, palette());
    lines << QStringLiteral("<span style='color:%1'>▲</span> %2").arg(colour.name(), m_sentences[k].toHtmlEscaped());
  }
  m_text->setText(lines.join(QStringLiteral("<br>")));
}

}  // namespace ptycho
