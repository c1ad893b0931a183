#pragma once

#include <functional>
#include <map>
#include <vector>

#include <QObject>
#include <QSet>
#include <QTimer>

#include "core/store/launch_template.h"
#include "core/store/scheduler_job.h"
#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

namespace ptycho {

/// Hands runs to schedulers by launch templates and asks them how their jobs do, without ever waiting for an answer.
/// All that is known is in the run folders, so that a closed window, or another one, finds the jobs again.
class SchedulerLink : public QObject {
  Q_OBJECT

 public:
  explicit SchedulerLink(QObject* parent = nullptr);
  /// Waits a little for a submission that is under way: its answer is the only way to the job.
  ~SchedulerLink() override;

  void setTemplates(std::vector<LaunchTemplate> templates) { m_templates = std::move(templates); }
  [[nodiscard]] const LaunchTemplate* find(const std::string& name) const;
  void setInterval(int milliseconds) { m_timer.setInterval(milliseconds); }

  /// Keeps the filled script in the run folder and submits it.
  void submit(const QString& folder, const std::string& templateName, TemplateValues values);
  void cancel(const QString& folder);
  /// The jobs to ask about: those of runs that have not ended.
  void setRuns(const std::vector<RunRow>& rows, const std::function<const RunDigest*(const QString&)>& digestOf);
  void queryAll();

 Q_SIGNALS:
  /// scheduler.json was written.
  void jobChanged(const QString& folder);
  void errorFound(const QString& message, const QString& details);

 private:
  using Answer = std::function<void(int exitCode, const QString& printed)>;
  enum class Patience { Drop, Wait };  ///< when the window closes before the answer
  void run(const std::vector<std::string>& command, Patience patience, Answer answer);
  void query(const QString& folder);
  void keep(const QString& folder, const SchedulerJob& job);

  std::vector<LaunchTemplate> m_templates;
  QStringList m_watched;
  QSet<QString> m_asking;
  QTimer m_timer;
  bool m_closing = false;
};

}  // namespace ptycho
