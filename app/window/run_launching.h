#pragma once

#include <functional>
#include <vector>

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include "app/window/scheduler_link.h"
#include "widgets/models/queue_turns.h"
#include "widgets/runs/launch_request.h"

namespace ptycho {

class Launcher;

/// Puts runs into the queue, which lies on disk, and starts those whose turn it is; or hands them to a scheduler.
class RunLaunching : public QObject {
  Q_OBJECT

 public:
  /// @param templateFolder  where launch templates lie as JSON; they are read again when they change
  RunLaunching(Launcher& launcher, const QString& templateFolder, QObject* parent);

  void setRoot(const QString& root) { m_root = root; }
  void enqueue(const LaunchRequest& request);
  /// A run that has ended goes on in its folder: at once, or when its device has nothing else to do.
  void continueRun(const RunRow& row, const RunDigest* digest, const QStringList& arguments);
  /// All runs that there are: what is due is started.
  void setRuns(const std::vector<RunRow>& rows, const std::function<const RunDigest*(const QString&)>& digestOf);
  /// A run that waits does not wait any more; one that a scheduler has is ended there.
  void takeOut(const QString& folder);

  [[nodiscard]] const std::vector<LaunchTemplate>& templates() const { return m_templates; }
  [[nodiscard]] SchedulerLink& schedulers() { return m_schedulers; }
  [[nodiscard]] QString autoDevice() const { return m_autoDevice; }
  /// Folder, version and environment that a run begins with, in one line.
  [[nodiscard]] QString surroundingsText() const;

 Q_SIGNALS:
  void queued(const QString& folder);
  /// Its files of the queue or the scheduler have changed.
  void changed(const QString& folder);
  /// It goes on when its turn comes.
  void waitsToGoOn(const QString& folder, const QString& device);
  void busyChanged(const QStringList& devices);
  void templatesChanged();
  void errorFound(const QString& message, const QString& details);

 private:
  [[nodiscard]] RunLaunch surroundings(const LaunchRequest& request) const;
  void readTemplates();
  void start(const QString& folder, const RunLaunch& launch);
  void goOn(const RunRow& row, const QStringList& arguments, const QString& workingDirectory);
  void handOver(const QString& folder, const LaunchRequest& request);

  Launcher& m_launcher;
  QString m_root;
  QString m_templateFolder;
  QFileSystemWatcher m_templateFiles;
  QTimer m_templatesSoon;  ///< a file is often written in several steps
  QString m_templateProblems;
  std::vector<LaunchTemplate> m_templates;
  SchedulerLink m_schedulers;
  QString m_autoDevice;
  QSet<QString> m_starting;
  QHash<QString, qint64> m_goingOn;  ///< started, and the process that its status still names
  QStringList m_busy;
  QThreadPool m_one;  ///< one thread, so that runs enter the queue in the order in which they were asked for
};

}  // namespace ptycho
