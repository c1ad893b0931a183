#pragma once

#include <map>
#include <memory>

#include <QObject>
#include <QStringList>

#include "widgets/models/run_row.h"
#include "widgets/models/training_watcher.h"

namespace ptycho {

class RunTableModel;
class TrainingMonitor;

/// Feeds the charts: reads the curves of the ticked trainings, or of the chosen one where none is ticked, and hands them
/// on with the names and colours of the table.
class MonitorFeed : public QObject {
  Q_OBJECT

 public:
  MonitorFeed(TrainingMonitor& monitor, RunTableModel& model, QObject* parent);

  /// @param chosen  the run that is chosen in the table; its picture is the one that is shown
  void setRuns(const QStringList& ticked, const QString& chosen);
  /// Names, states and colours may have changed.
  void refresh();
  void setForeground(bool foreground) { m_watcher.setForeground(foreground); }

 Q_SIGNALS:
  void problemFound(const QString& message);

 private:
  struct Shown {
    std::shared_ptr<const TrainingCurves> curves;
    std::shared_ptr<const Json> spec;
    bool visible = true;
  };
  void show();

  TrainingMonitor& m_monitor;
  RunTableModel& m_model;
  TrainingWatcher m_watcher;
  std::map<QString, Shown> m_shown;
};

}  // namespace ptycho
