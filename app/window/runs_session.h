#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/store/run_folder.h"
#include "widgets/models/run_digests.h"
#include "widgets/models/run_row.h"
#include "widgets/runs/launch_request.h"

namespace ptycho {

class AppSettings;
class Launcher;
class MonitorFeed;
class RunLaunching;
class RunRemoval;
class RunsWorkspace;
class TrainingMonitor;

/// What happens behind the Runs workspace: digests and details are read, runs are queued, started, asked to stop,
/// continued, deleted and taken back, notes are written. The workspace only shows and asks.
class RunsSession : public QObject {
  Q_OBJECT

 public:
  RunsSession(RunsWorkspace& workspace, Launcher& launcher, AppSettings& settings, QObject* parent);
  ~RunsSession() override;

  void setRunRows(const std::vector<RunRow>& rows);
  void setRunsRoot(const QString& root);
  void setForeground(bool foreground);
  void restore();
  void save();
  /// Nothing that is shown is still being read.
  [[nodiscard]] bool isSettled() const;
  [[nodiscard]] RunLaunching& launching() const { return *m_launching; }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// A reconstruction or an evaluation is wanted in its own workspace.
  void openRequested(const QString& folder);
  /// The list of runs is out of date: a look at the root would find something new.
  void listWanted();

 private:
  void connectWorkspace();
  void connectMonitor();
  void connectRemoval();
  void connectLaunching();
  void tendQueue();
  void readDetails(const QString& folder);
  void pollChosen();
  void request(const QString& folder, const QString& what);
  void continueRun(const QString& folder);
  void withSpec(const QString& folder, std::function<void(const Json&)> use);
  void restoreTicks();
  void report(const Error& error);

  RunsWorkspace& m_workspace;
  Launcher& m_launcher;
  AppSettings& m_settings;
  RunDigests m_digests;
  RunLaunching* m_launching;
  RunRemoval* m_removal;
  TrainingMonitor* m_monitor;  ///< of the workspace
  MonitorFeed* m_feed;
  std::vector<RunRow> m_rows;
  QTimer m_poll;      ///< status of the chosen run
  QTimer m_details;   ///< its log and size
  LivenessJudge m_judge;
  bool m_polling = false;
  int m_reading = 0;
  bool m_restored = false;  ///< ticks and choice of last time have been applied
};

}  // namespace ptycho
