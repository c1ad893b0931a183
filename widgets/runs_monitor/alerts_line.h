#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QWidget>

#include "widgets/models/training_alerts.h"
#include "widgets/runs_monitor/training_monitor.h"

class QLabel;
class QToolButton;

namespace ptycho {

/// What should be known about the visible runs, most severe first: one line, the others behind a button. Takes no room
/// when there is nothing to tell.
class AlertsLine : public QWidget {
  Q_OBJECT

 public:
  explicit AlertsLine(QWidget* parent = nullptr);
  void setRuns(const std::vector<MonitoredRun>& runs);
  /// All sentences, one a line.
  [[nodiscard]] QStringList sentences() const { return m_sentences; }

 private:
  void present();
  /// What was found in a run, for as long as it does not change.
  struct Known {
    std::shared_ptr<const TrainingCurves> from;
    RunLiveness liveness;
    QString message;
    std::vector<TrainingAlert> alerts;
  };
  std::map<QString, Known> m_known;
  QLabel* m_text;
  QToolButton* m_more;
  QStringList m_sentences;
  std::vector<bool> m_severe;
};

}  // namespace ptycho
