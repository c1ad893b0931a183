#pragma once

#include <QMainWindow>

#include "app/window/command_palette.h"
#include "app/window/launcher.h"
#include "app/window/work_area.h"
#include "widgets/models/run_root_watcher.h"

namespace ptycho {

class AppSettings;
class Banner;
class MainMenu;
class Rail;
class ReconstructWorkspace;
class SetupWorkspace;
class ShortcutsPage;
class StatusLine;
class Tour;

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
  void startTour();
  /// Everything that was asked for is shown.
  [[nodiscard]] bool isSettled() const;
  [[nodiscard]] ReconstructWorkspace& reconstruct();
  [[nodiscard]] SetupWorkspace& setup();
  [[nodiscard]] WorkArea& area() { return *m_area; }
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
  /// What the palette offers.
  [[nodiscard]] std::vector<Command> commands();

  AppSettings& m_settings;
  Launcher m_launcher;
  RunRootWatcher m_runs;
  Rail* m_rail;
  WorkArea* m_area;
  Banner* m_banner;
  StatusLine* m_status;
  ShortcutsPage* m_shortcuts;
  MainMenu* m_menu;
  Tour* m_tour;
  CommandPalette* m_palette;
};

}  // namespace ptycho
