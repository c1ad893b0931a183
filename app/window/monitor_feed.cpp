#include "app/window/monitor_feed.h"

#include <QApplication>
#include <QPalette>

#include "widgets/runs/run_table_model.h"
#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {

MonitorFeed::MonitorFeed(TrainingMonitor& monitor, RunTableModel& model, QObject* parent)
    : QObject(parent), m_monitor(monitor), m_model(model) {
  connect(&m_watcher, &TrainingWatcher::curvesChanged, this,
          [this](const QString& folder, const std::shared_ptr<const TrainingCurves>& curves) {
            m_shown[folder].curves = curves;
            show();
          });
  connect(&m_watcher, &TrainingWatcher::specRead, this,
          [this](const QString& folder, const std::shared_ptr<const Json>& spec) {
            m_shown[folder].spec = spec;
            show();
          });
  connect(&m_watcher, &TrainingWatcher::previewChanged, &m_monitor, &TrainingMonitor::setPreview);
  connect(&m_watcher, &TrainingWatcher::problemFound, this,
          [this](const QString&, const QString& message) { Q_EMIT problemFound(message); });
  connect(&m_monitor, &TrainingMonitor::visibilityChanged, this, [this](const QString& folder, bool visible) {
    m_shown[folder].visible = visible;
    show();
  });
}

void MonitorFeed::setRuns(const QStringList& ticked, const QString& chosen) {
  QStringList folders = ticked;
  const RunRow* row = m_model.rowOf(chosen);
  const bool training = row && row->entry.verb == "train";
  // The first one's picture is shown.
  if (ticked.contains(chosen)) {
    folders.removeAll(chosen);
    folders.prepend(chosen);
  } else if (ticked.isEmpty() && training) {
    folders << chosen;
  }
  if (folders == m_watcher.folders()) return;
  std::erase_if(m_shown, [&](const auto& item) { return !folders.contains(item.first); });
  m_watcher.setFolders(folders);
  show();
}

void MonitorFeed::refresh() { show(); }

void MonitorFeed::show() {
  std::vector<MonitoredRun> runs;
  const bool dark = QApplication::palette().color(QPalette::Base).lightness() < 128;
  for (const QString& folder : m_watcher.folders()) {
    const RunRow* row = m_model.rowOf(folder);
    const Shown& shown = m_shown[folder];
    MonitoredRun run;
    run.folder = folder;
    run.name = m_model.titleOf(folder);
    run.colour = QColor(runColourName(m_model.colours().indexOf(folder, m_watcher.folders()), dark));
    run.visible = shown.visible;
    if (row) run.liveness = row->liveness;
    if (row && row->entry.status && row->liveness == RunLiveness::Failed)
      run.message = QString::fromStdString(row->entry.status->message);
    run.curves = shown.curves;
    run.spec = shown.spec;
    runs.push_back(std::move(run));
  }
  m_monitor.setRuns(runs);
}

}  // namespace ptycho
