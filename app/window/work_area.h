#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QStackedWidget>

#include "core/reconstruct/reconstruction_spec.h"
#include "core/store/array_file.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/models/run_row.h"

class QUndoStack;

namespace ptycho {

class AppSettings;
class ExportSession;
class ExportWorkspace;
class FailuresSession;
class FailuresWorkspace;
class FileGate;
class ImportPage;
class ImportSession;
class Launcher;
class ReconstructSession;
class ReconstructWorkspace;
class RunsSession;
class RunsWorkspace;
class SetupWorkspace;
class SimulateSession;
class StudySession;
struct SimulationSpec;

/// Import is a page over the others, without a place on the rail.
enum class Workspace { Setup, Runs, Reconstruct, Failures, Export, Import };
/// "setup", "runs", …; −1 for another word.
[[nodiscard]] int workspaceFromName(const QString& name);
[[nodiscard]] QString workspaceName(Workspace workspace);

/// The workspaces, one at a time, with the sessions behind them and what they hand to each other.
class WorkArea : public QStackedWidget {
  Q_OBJECT

 public:
  /// How a workspace appears on the rail and in the menu.
  struct Entry {
    Glyph glyph;
    QString title;
    QString help;
  };

  WorkArea(Launcher& launcher, AppSettings& settings, QWidget* window);
  ~WorkArea() override;

  [[nodiscard]] static std::vector<Entry> entries();
  [[nodiscard]] Workspace current() const { return static_cast<Workspace>(currentIndex()); }

  /// A file or run folder, in the workspace that it belongs to.
  void open(const QString& path);
  void setRunRows(const std::vector<RunRow>& rows);
  void setRunsRoot(const QString& root);
  void setForeground(bool foreground);
  /// Everything that was asked for is shown.
  [[nodiscard]] bool isSettled() const;
  /// Of the present workspace; null where it has none, or one with keys of its own.
  [[nodiscard]] QUndoStack* undoStack();
  /// Asks for a file of another program to import.
  void browseImport();
  /// Asks for a file and writes the figure of the present workspace.
  void exportFigure();
  /// A tab of the present workspace by the beginning of its title; false where it has none of that name.
  bool showTab(const QString& word);
  void restore();
  void save();

  [[nodiscard]] ReconstructWorkspace& reconstruct() { return *m_reconstruct; }
  [[nodiscard]] SetupWorkspace& setup() { return *m_setup; }
  [[nodiscard]] RunsWorkspace& runs() { return *m_runs; }
  [[nodiscard]] FailuresWorkspace& failures() { return *m_failures; }
  [[nodiscard]] ExportWorkspace& exporting() { return *m_export; }
  [[nodiscard]] ImportPage& importing() { return *m_import; }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// What the banner says is no longer of interest.
  void messageSettled();
  void workspaceWanted(ptycho::Workspace workspace);
  void recentFilesChanged();
  /// The list of runs is out of date.
  void listWanted();

 private:
  void addPages();
  void connectSessions();
  void connectRuns();
  void connectFailures();
  void connectImport();
  void showSimulated(const QString& file, const SimulationSpec& spec);
  void showTraining(const SimulationSpec& spec);
  void openFile(const QString& file, FileKind kind);
  void showImported(const QString& file, bool reconstruct);

  AppSettings& m_settings;
  FileGate* m_gate;
  SetupWorkspace* m_setup;
  ReconstructWorkspace* m_reconstruct;
  ReconstructSession* m_reconstructSession;
  SimulateSession* m_simulateSession;
  RunsWorkspace* m_runs;
  RunsSession* m_runsSession;
  FailuresWorkspace* m_failures;
  FailuresSession* m_failuresSession;
  ExportWorkspace* m_export;
  ExportSession* m_exportSession;
  StudySession* m_studySession;
  ImportPage* m_import;
  ImportSession* m_importSession;
  Workspace m_beforeImport = Workspace::Reconstruct;
  QString m_toRun;  ///< the acquisition that is reconstructed as soon as it is read
  std::optional<ReconstructionSpec> m_chainToTry;  ///< with the simulation that is under way for it
};

}  // namespace ptycho
