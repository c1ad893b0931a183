#pragma once

#include <QMainWindow>

#include "app/window/launcher.h"
#include "widgets/models/run_root_watcher.h"

class QStackedWidget;

namespace ptycho {

class AppSettings;
class Banner;
class MainMenu;
class Rail;
class ReconstructSession;
class ReconstructWorkspace;
class SetupWorkspace;
class ShortcutsPage;
class SimulateSession;
class StatusLine;
struct SimulationSpec;

enum class Workspace { Setup, Runs, Reconstruct, Failures, Export };
/// "setup", "runs", …; −1 for another word.
[[nodiscard]] int workspaceFromName(const QString& name);

/// The frame: rail, workspaces, banner, status bar. What happens is in the sessions.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// @param cli  the command-line program; empty: the one beside this program
  explicit MainWindow(AppSettings& settings, const QString& cli = {});
  ~MainWindow() override;

  void showWorkspace(Workspace workspace);
  /// A file or run folder, in the workspace that it belongs to.
  void open(const QString& path);
  /// Everything that was asked for is shown.
  [[nodiscard]] bool isSettled() const;
  [[nodiscard]] ReconstructWorkspace& reconstruct() { return *m_reconstruct; }
  [[nodiscard]] SetupWorkspace& setup() { return *m_setup; }
  [[nodiscard]] Banner& banner() { return *m_banner; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void build();
  void addWorkspaces();
  void connectMenu();
  void connectSessions();
  void restore();
  void save();
  void browseForFolder(const QString& title, void (MainWindow::*chosen)(const QString&));
  void setRunsRoot(const QString& root);
  void showSimulated(const QString& file, const SimulationSpec& spec);

  AppSettings& m_settings;
  Launcher m_launcher;
  RunRootWatcher m_runs;
  Rail* m_rail;
  QStackedWidget* m_pages;
  Banner* m_banner;
  StatusLine* m_status;
  SetupWorkspace* m_setup;
  ReconstructWorkspace* m_reconstruct;
  ReconstructSession* m_reconstructSession;
  SimulateSession* m_simulateSession;
  ShortcutsPage* m_shortcuts;
  MainMenu* m_menu;
};

}  // namespace ptycho
