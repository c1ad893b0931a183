#pragma once

#include <QObject>
#include <QStringList>

#include "app/window/theme.h"

class QAction;
class QMainWindow;
class QMenu;

namespace ptycho {

/// The menu bar and the keys of the main window; reports what was chosen.
class MainMenu : public QObject {
  Q_OBJECT

 public:
  explicit MainMenu(QMainWindow* window);

  void addWorkspace(const QString& title, int index);
  void setTheme(Theme theme);
  void setRecentFiles(const QStringList& files);
  /// Which actions mean something in the present workspace. Setup has an undo of its own with the same keys.
  void setAvailable(bool undo, bool exporting, bool run);

 Q_SIGNALS:
  void openRequested();
  void openRunRequested();
  void importRequested();
  void fileChosen(const QString& file);
  void runsRootRequested();
  void exportRequested();
  void runRequested();
  void undoRequested();
  void redoRequested();
  void workspaceChosen(int index);
  void themeChosen(ptycho::Theme theme);
  void shortcutsRequested();
  void commandsRequested();
  void tourRequested();
  void aboutRequested();

 private:
  void buildFileMenu();
  void buildEditMenu();
  void buildViewMenu();
  void buildHelpMenu();

  QMainWindow* m_window;
  QMenu* m_recent = nullptr;
  QMenu* m_view = nullptr;
  QAction* m_beforeThemes = nullptr;
  QList<QAction*> m_themes;
  QList<QAction*> m_undo;
  QAction* m_export = nullptr;
  QAction* m_run = nullptr;
};

}  // namespace ptycho
