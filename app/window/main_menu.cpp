#include "app/window/main_menu.h"

#include <QActionGroup>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenuBar>

namespace ptycho {

MainMenu::MainMenu(QMainWindow* window) : QObject(window), m_window(window) {
  buildFileMenu();
  buildEditMenu();
  buildViewMenu();
  buildHelpMenu();
}

void MainMenu::buildFileMenu() {
  QMenu* menu = m_window->menuBar()->addMenu(tr("&File"));
  menu->addAction(tr("&Open…"), QKeySequence::Open, this, &MainMenu::openRequested);
  menu->addAction(tr("Open r&un folder…"), QKeySequence(QStringLiteral("Ctrl+Shift+O")), this,
                  &MainMenu::openRunRequested);
  menu->addAction(tr("&Import measured data…"), QKeySequence(QStringLiteral("Ctrl+I")), this,
                  &MainMenu::importRequested);
  m_recent = menu->addMenu(tr("Open &recent"));
  menu->addSeparator();
  m_export = menu->addAction(tr("&Export figure…"), QKeySequence(QStringLiteral("Ctrl+E")), this,
                             &MainMenu::exportRequested);
  menu->addSeparator();
  menu->addAction(tr("Runs &folder…"), this, &MainMenu::runsRootRequested);
  menu->addSeparator();
  menu->addAction(tr("&Quit"), QKeySequence::Quit, m_window, &QWidget::close);
  connect(m_recent, &QMenu::triggered, this, [this](QAction* action) { Q_EMIT fileChosen(action->data().toString()); });
}

void MainMenu::buildEditMenu() {
  QMenu* menu = m_window->menuBar()->addMenu(tr("&Edit"));
  m_undo << menu->addAction(tr("&Undo"), QKeySequence::Undo, this, &MainMenu::undoRequested);
  m_undo << menu->addAction(tr("&Redo"), QKeySequence::Redo, this, &MainMenu::redoRequested);
  menu->addSeparator();
  m_run = menu->addAction(tr("Ru&n reconstruction"), QKeySequence(QStringLiteral("Ctrl+R")), this,
                          &MainMenu::runRequested);
}

void MainMenu::buildViewMenu() {
  m_view = m_window->menuBar()->addMenu(tr("&View"));
  m_beforeThemes = m_view->addSeparator();
  auto* themes = new QActionGroup(this);
  const auto add = [&](const QString& text, Theme theme) {
    QAction* action = m_view->addAction(text, this, [this, theme] { Q_EMIT themeChosen(theme); });
    action->setCheckable(true);
    themes->addAction(action);
    m_themes << action;
  };
  add(tr("As the &system"), Theme::System);
  add(tr("&Light"), Theme::Light);
  add(tr("&Dark"), Theme::Dark);
  m_view->addSeparator();
  m_view->addAction(tr("&Full screen"), QKeySequence(Qt::Key_F11), this,
                    [this] { m_window->setWindowState(m_window->windowState() ^ Qt::WindowFullScreen); });
}

void MainMenu::buildHelpMenu() {
  QMenu* menu = m_window->menuBar()->addMenu(tr("&Help"));
  menu->addAction(tr("&Commands…"), QKeySequence(QStringLiteral("Ctrl+K")), this, &MainMenu::commandsRequested);
  menu->addAction(tr("&Keys"), QKeySequence::HelpContents, this, &MainMenu::shortcutsRequested);
  menu->addAction(tr("&Tour"), this, &MainMenu::tourRequested);
  menu->addAction(tr("&About"), this, &MainMenu::aboutRequested);
}

void MainMenu::addWorkspace(const QString& title, int index) {
  auto* action = new QAction(title, this);
  action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(index + 1)));
  connect(action, &QAction::triggered, this, [this, index] { Q_EMIT workspaceChosen(index); });
  m_view->insertAction(m_beforeThemes, action);
}

void MainMenu::setTheme(Theme theme) { m_themes[static_cast<int>(theme)]->setChecked(true); }

void MainMenu::setAvailable(bool undo, bool exporting, bool run) {
  for (QAction* action : m_undo) action->setEnabled(undo);
  m_export->setEnabled(exporting);
  m_run->setEnabled(run);
}

void MainMenu::setRecentFiles(const QStringList& files) {
  m_recent->clear();
  for (const QString& file : files) m_recent->addAction(file)->setData(file);
  m_recent->setEnabled(!files.isEmpty());
}

}  // namespace ptycho
