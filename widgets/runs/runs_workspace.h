#pragma once

#include <optional>

#include <QDateTime>
#include <QWidget>

#include "widgets/models/run_details.h"
#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"
#include "widgets/runs/launch_request.h"

class QLabel;
class QPlainTextEdit;
class QSplitter;
class QTabWidget;
class QUndoStack;

namespace ptycho {

class LaunchPanel;
class QueuePanel;
class RunActions;
class RunComparison;
class RunFacts;
class RunStatusStrip;
class RunTableModel;
class RunTablePanel;
class SpecView;
class TrashStrip;

/// The Runs workspace: every run in a table, the curves of the ticked ones, everything about the chosen one, several
/// side by side, and the form for new ones. Shows and asks; reads and writes nothing.
class RunsWorkspace : public QWidget {
  Q_OBJECT

 public:
  enum Page { kCurves, kAbout, kAsked, kLog, kCompare, kNewRun };

  explicit RunsWorkspace(QWidget* parent = nullptr);

  // What is shown
  void setRunsRoot(const QString& root);
  void setRows(const std::vector<RunRow>& rows);
  void setDigest(const QString& folder, const RunDigest& digest);
  void setDetails(const RunDetails& details);
  /// Of the chosen run, more often than the table learns of it.
  void setRunStatus(const QString& folder, const RunStatus& status, RunLiveness liveness);
  void setRequestWritten(const QString& request, const QString& id, const QDateTime& asked);
  /// The charts of the ticked runs; the workspace becomes its parent.
  void setMonitor(QWidget* monitor);
  void setDeleted(const QStringList& titles, std::uintmax_t bytes);
  void setTrash(int runs, std::uintmax_t bytes);
  /// A run that another workspace or chart points at; empty: none.
  void highlight(const QString& folder);
  /// Chooses a run, as soon as it is in the table.
  void select(QString folder);  ///< at once, or when it is listed
  void showPage(Page page);
  /// "curves", "about", "asked", "log", "compare", "new"; false for another word.
  bool showPage(const QString& name);
  /// The form with this training in it.
  void showTraining(const TrainingRequest& request);
  void showEvaluation(const EvaluationRequest& request);

  [[nodiscard]] RunTableModel& model() const { return *m_model; }
  [[nodiscard]] RunTablePanel& table() const { return *m_table; }
  [[nodiscard]] LaunchPanel& launchPanel() const { return *m_launch; }
  [[nodiscard]] RunFacts& facts() const { return *m_facts; }
  [[nodiscard]] RunComparison& comparison() const { return *m_comparison; }
  [[nodiscard]] RunActions& actions() const { return *m_actions; }
  [[nodiscard]] QueuePanel& queue() const { return *m_queue; }
  [[nodiscard]] QString shownRun() const { return m_folder; }
  [[nodiscard]] bool isAwaiting() const { return !m_wanted.isEmpty(); }
  [[nodiscard]] Page page() const;
  [[nodiscard]] QUndoStack& undoStack() const;

  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);

 Q_SIGNALS:
  void runChosen(const QString& folder);
  void detailsWanted(const QStringList& folders);  ///< of the selected runs
  void tickedChanged(const QStringList& folders);
  void hovered(const QString& folder);
  void requestMade(const QString& folder, const QString& request);
  void continueRequested(const QString& folder);
  void cloneRequested(const QString& folder);
  void rerunRequested(const QString& folder);
  void openRequested(const QString& folder);
  void deleteRequested(const QStringList& folders);
  void undoDeleteRequested();
  void emptyTrashRequested();
  void notesEdited(const QString& folder, const ptycho::RunNotes& notes);
  void cleanUpRequested(const QString& folder, const ptycho::CleanUp& what);
  void launchRequested(const ptycho::LaunchRequest& launch);
  void queueMoved(const QString& folder, double position);
  /// A run that waits to go on is to stay as it is.
  void waitEnded(const QString& folder);

 private:
  QWidget* buildLeft();
  QWidget* buildRight();
  void connectParts();
  void choose(const QString& folder);
  void showChosen();
  void showSelection();
  void showComparison();
  void showQueue();
  void showNetworks();
  void setUpEvaluation();
  void deleteSelected();

  RunTableModel* m_model;
  RunTablePanel* m_table;
  QueuePanel* m_queue;
  TrashStrip* m_trash;
  QLabel* m_title;
  RunActions* m_actions;
  RunStatusStrip* m_strip;
  QTabWidget* m_tabs;
  QWidget* m_curves;
  RunFacts* m_facts;
  SpecView* m_spec;
  QPlainTextEdit* m_log;
  RunComparison* m_comparison;
  LaunchPanel* m_launch;
  QSplitter* m_across = nullptr;
  QHash<QString, Json> m_specs;  ///< of runs that were looked at
  QString m_root;
  QString m_folder;
  QString m_wanted;  ///< to be chosen when it comes
};

}  // namespace ptycho
