#include "app/window/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace ptycho {

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent), m_label(new QToolButton(this)), m_bar(new QProgressBar(this)), m_left(new QLabel(this)) {
  m_label->setAutoRaise(true);
  m_label->setToolTip(tr("Show this run"));
  m_bar->setFixedWidth(140);
  m_bar->setMaximumHeight(12);
  m_bar->setTextVisible(false);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(4, 0, 4, 0);
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
  layout->addWidget(m_label);
  layout->addWidget(m_bar);
  layout->addWidget(m_left);
  connect(m_label, &QToolButton::clicked, this, [this] {
    if (!m_folder.isEmpty()) Q_EMIT runClicked(m_folder);
  });
  setRows({});
}

void StatusLine::setRows(const std::vector<RunRow>& rows) {
  const RunRow* newest = nullptr;
  int active = 0;
  std::map<QString, TimeLeft> times;
  for (const RunRow& row : rows) {
    if (!row.isActive() || !row.entry.problem.empty()) continue;
    ++active;
    if (!newest) newest = &row;
    TimeLeft& time = times[row.folder()] = m_times[row.folder()];
    if (row.entry.status) time.add(row.entry.status->elapsed_s, row.entry.status->done);
  }
  m_times = std::move(times);
  m_label->setEnabled(newest != nullptr);
  m_bar->setVisible(newest != nullptr);
  m_left->setVisible(newest != nullptr);
  m_folder = newest ? newest->folder() : QString();
  if (!newest) {
    m_label->setText(tr("No run is under way"));
    return;
  }
  const RunStatus status = newest->entry.status.value_or(RunStatus{});
  const QString more = active > 1 ? tr("  (+%1 more)").arg(active - 1) : QString();
  m_label->setText(tr("%1 · %2").arg(newest->title(), livenessWord(newest->liveness)) + more);
  m_bar->setRange(0, 1000);
  m_bar->setValue(static_cast<int>(1000 * newest->progress()));
  const auto left = newest->liveness == RunLiveness::Running ? m_times[m_folder].estimate(status.total) : std::nullopt;
  QString text = status.total > 0 ? QStringLiteral("%1 / %2").arg(status.done).arg(status.total) : QString();
  if (left) text += tr("  %1 left").arg(durationText(*left));
  m_left->setText(text);
}

QString StatusLine::text() const { return m_label->text(); }

}  // namespace ptycho
