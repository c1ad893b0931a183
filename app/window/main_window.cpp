#include "app/window/main_window.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QStatusBar>
#include <QUndoStack>

#include "app/window/app_settings.h"
#include "app/window/command_palette.h"
#include "app/window/main_menu.h"
#include "app/window/rail.h"
#include "app/window/shortcuts_page.h"
#include "app/window/status_line.h"
#include "app/window/tour.h"
#include "app/window/tour_stops.h"
#include "app/window/work_area.h"
#include "core/base/version.h"
#include "widgets/kit/status/banner.h"
#include "widgets/kit/status/focus_mark.h"
#include "widgets/reconstruct/reconstruct_workspace.h"

namespace ptycho {

MainWindow::MainWindow(AppSettings& settings, const QString& cli)
    : m_settings(settings),
      m_rail(new Rail(this)),
      m_area(new WorkArea(m_launcher, m_settings, this)),
      m_banner(new Banner(this)),
      m_status(new StatusLine(this)),
      m_shortcuts(new ShortcutsPage(this)),
      m_menu(new MainMenu(this)),
      m_tour(new Tour(this)),
      m_palette(new CommandPalette(this, [this] { return commands(); })) {
  if (!cli.isEmpty()) m_launcher.setProgram(cli);
  build();
  addWorkspaces();
  connectMenu();
  connectSessions();
  restore();
}

MainWindow::~MainWindow() = default;

void MainWindow::build() {
  setWindowTitle(QStringLiteral("Ptychodesk"));
  setAcceptDrops(true);
  resize(1440, 900);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_banner);
  column->addWidget(m_area, 1);
  auto* centre = new QWidget(this);
  auto* row = new QHBoxLayout(centre);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(m_rail);
  row->addLayout(column, 1);
  setCentralWidget(centre);
  statusBar()->addPermanentWidget(m_status);
  statusBar()->setSizeGripEnabled(false);
  new FocusMark(this);
}

void MainWindow::addWorkspaces() {
  int index = 0;
  for (const auto& [glyph, title, help] : WorkArea::entries()) {
    m_rail->addWorkspace(glyph, title, QStringLiteral("%1 (Ctrl+%2)").arg(help).arg(index + 1));
    m_menu->addWorkspace(title, index++);
  }
  showWorkspace(Workspace::Setup);
}

void MainWindow::connectMenu() {
  connect(m_rail, &Rail::chosen, this, [this](int index) { showWorkspace(static_cast<Workspace>(index)); });
  connect(m_menu, &MainMenu::workspaceChosen, this,
          [this](int index) { showWorkspace(static_cast<Workspace>(index)); });
  connect(m_menu, &MainMenu::openRequested, &m_area->reconstruct(), &ReconstructWorkspace::browseAcquisition);
  connect(m_menu, &MainMenu::openRunRequested, this,
          [this] { browseForFolder(tr("Open run folder"), &MainWindow::open); });
  connect(m_menu, &MainMenu::importRequested, m_area, &WorkArea::browseImport);
  connect(m_menu, &MainMenu::runsRootRequested, this,
          [this] { browseForFolder(tr("Folder for runs"), &MainWindow::setRunsRoot); });
  connect(m_menu, &MainMenu::fileChosen, this, &MainWindow::open);
  connect(m_menu, &MainMenu::exportRequested, m_area, &WorkArea::exportFigure);
  connect(m_menu, &MainMenu::runRequested, &m_area->reconstruct(), &ReconstructWorkspace::run);
  connect(m_menu, &MainMenu::undoRequested, this, [this] {
    if (QUndoStack* stack = m_area->undoStack()) stack->undo();
  });
  connect(m_menu, &MainMenu::redoRequested, this, [this] {
    if (QUndoStack* stack = m_area->undoStack()) stack->redo();
  });
  connect(m_menu, &MainMenu::shortcutsRequested, m_shortcuts, &ShortcutsPage::toggle);
  connect(m_menu, &MainMenu::commandsRequested, m_palette, &CommandPalette::open);
  connect(m_menu, &MainMenu::tourRequested, this, &MainWindow::startTour);
  connect(m_tour, &Tour::ended, this, [this] { m_settings.setText(settings_key::kTourSeen, QStringLiteral("yes")); });
  connect(m_menu, &MainMenu::aboutRequested, this, [this] {
    m_banner->showInfo(tr("Ptychodesk %1, a workbench for ptychographic phase retrieval. GPL-3.0-or-later.")
                           .arg(QString::fromStdString(programVersion())));
  });
  connect(m_menu, &MainMenu::themeChosen, this, [this](Theme theme) {
    m_settings.setTheme(theme);
    applyTheme(theme);
  });
}

void MainWindow::connectSessions() {
  connect(&m_runs, &RunRootWatcher::rowsChanged, m_status, &StatusLine::setRows);
  connect(&m_runs, &RunRootWatcher::rowsChanged, m_area, &WorkArea::setRunRows);
  connect(m_status, &StatusLine::runClicked, this, &MainWindow::open);
  connect(&m_launcher, &Launcher::failed, this, [this](const QString&, const QString& message, const QString& details) {
    m_banner->showError(message, details);
  });
  connect(&m_launcher, &Launcher::arrived, &m_runs, &RunRootWatcher::look);
  connect(m_area, &WorkArea::errorFound, m_banner, &Banner::showError);
  connect(m_area, &WorkArea::noteGiven, m_banner, &Banner::showInfo);
  connect(m_area, &WorkArea::messageSettled, m_banner, &Banner::hide);
  connect(m_area, &WorkArea::listWanted, &m_runs, &RunRootWatcher::look);
  connect(m_area, &WorkArea::workspaceWanted, this, &MainWindow::showWorkspace);
  connect(m_area, &WorkArea::recentFilesChanged, this, [this] { m_menu->setRecentFiles(m_settings.recentFiles()); });
}

std::vector<Command> MainWindow::commands() {
  std::vector<Command> all = menuCommands(*menuBar());
  for (const RunRow& row : m_runs.rows()) {
    all.push_back({row.title(), tr("Open run"), {}, [this, folder = row.folder()] { open(folder); }});
  }
  return all;
}

void MainWindow::showWorkspace(Workspace workspace) {
  m_area->setCurrentIndex(static_cast<int>(workspace));
  // The import page leads to Reconstruct and has no place of its own on the rail.
  m_rail->setCurrent(static_cast<int>(workspace == Workspace::Import ? Workspace::Reconstruct : workspace));
  const bool reconstruct = workspace == Workspace::Reconstruct;
  m_menu->setAvailable(m_area->undoStack() != nullptr, reconstruct || workspace == Workspace::Export, reconstruct);
}

void MainWindow::open(const QString& path) { m_area->open(path); }

void MainWindow::startTour() { m_tour->start(tourStops(*this)); }

bool MainWindow::isSettled() const { return m_area->isSettled(); }

ReconstructWorkspace& MainWindow::reconstruct() { return m_area->reconstruct(); }

SetupWorkspace& MainWindow::setup() { return m_area->setup(); }

void MainWindow::browseForFolder(const QString& title, void (MainWindow::*chosen)(const QString&)) {
  auto* dialog = new QFileDialog(this, title, m_settings.runsRoot());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setModal(false);
  dialog->setFileMode(QFileDialog::Directory);
  connect(dialog, &QFileDialog::fileSelected, this, chosen);
  dialog->show();
}

void MainWindow::setRunsRoot(const QString& root) {
  m_settings.setRunsRoot(root);
  m_area->setRunsRoot(m_settings.runsRoot());
  m_runs.setRoot(m_settings.runsRoot());
}

void MainWindow::restore() {
  restoreGeometry(m_settings.bytes(settings_key::kGeometry));
  m_menu->setTheme(m_settings.theme());
  m_menu->setRecentFiles(m_settings.recentFiles());
  m_area->restore();
  m_area->setRunsRoot(m_settings.runsRoot());
  m_runs.setRoot(m_settings.runsRoot());
  showWorkspace(static_cast<Workspace>(std::max(0, workspaceFromName(m_settings.text(settings_key::kWorkspace)))));
}

void MainWindow::save() {
  m_settings.setBytes(settings_key::kGeometry, saveGeometry());
  const Workspace shown = m_area->current() == Workspace::Import ? Workspace::Reconstruct : m_area->current();
  m_settings.setText(settings_key::kWorkspace, workspaceName(shown));
  m_area->save();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  save();
  event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() != QEvent::ActivationChange) return;
  const bool foreground = isActiveWindow();
  m_runs.setForeground(foreground);
  m_area->setForeground(foreground);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (urls.size() == 1 && urls.front().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  open(event->mimeData()->urls().front().toLocalFile());
}

}  // namespace ptycho
