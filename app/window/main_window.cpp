#include "app/window/main_window.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUndoStack>

#include "app/window/app_settings.h"
#include "app/window/main_menu.h"
#include "app/window/placeholder_page.h"
#include "app/window/rail.h"
#include "app/window/reconstruct_session.h"
#include "app/window/shortcuts_page.h"
#include "app/window/simulate_session.h"
#include "app/window/status_line.h"
#include "core/base/version.h"
#include "widgets/kit/status/banner.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {

int workspaceFromName(const QString& name) {
  static const QStringList kNames{"setup", "runs", "reconstruct", "failures", "export"};
  return static_cast<int>(kNames.indexOf(name.toLower()));
}

MainWindow::MainWindow(AppSettings& settings, const QString& cli)
    : m_settings(settings),
      m_rail(new Rail(this)),
      m_pages(new QStackedWidget(this)),
      m_banner(new Banner(this)),
      m_status(new StatusLine(this)),
      m_setup(new SetupWorkspace(this)),
      m_reconstruct(new ReconstructWorkspace(this)),
      m_reconstructSession(new ReconstructSession(*m_reconstruct, m_launcher, m_settings, this)),
      m_simulateSession(new SimulateSession(m_launcher, m_settings, this)),
      m_shortcuts(new ShortcutsPage(this)),
      m_menu(new MainMenu(this)) {
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
  column->addWidget(m_pages, 1);
  auto* centre = new QWidget(this);
  auto* row = new QHBoxLayout(centre);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(m_rail);
  row->addLayout(column, 1);
  setCentralWidget(centre);
  statusBar()->addPermanentWidget(m_status);
  statusBar()->setSizeGripEnabled(false);
}

void MainWindow::addWorkspaces() {
  const auto add = [this](Glyph glyph, const QString& title, const QString& help, QWidget* page) {
    const int index = m_pages->addWidget(page);
    m_rail->addWorkspace(glyph, title, QStringLiteral("%1 (Ctrl+%2)").arg(help).arg(index + 1));
    m_menu->addWorkspace(title, index);
  };
  add(Glyph::Setup, tr("Setup"), tr("Object, probe, scan and patterns"), m_setup);
  add(Glyph::Runs, tr("Runs"), tr("All runs"),
      new PlaceholderPage(
          Glyph::Runs, tr("Runs"),
          tr("Here all runs will be sorted, filtered and compared, with their curves on top of each other: "
             "simulations, trainings, reconstructions, on this computer and on a cluster."),
          tr("Until then Reconstruct lists its runs, and the status bar shows what is under way."), this));
  add(Glyph::Reconstruct, tr("Reconstruct"), tr("From patterns to the object"), m_reconstruct);
  add(Glyph::Failures, tr("Failures"), tr("Which images fail, and why"),
      new PlaceholderPage(
          Glyph::Failures, tr("Failures"),
          tr("Here the images of an evaluation will be shown, the worst first, with what those that fail "
             "have in common: contrast, edges, fine detail, nearness to the range limits."),
          tr("Until then Reconstruct compares one result with its truth."), this));
  add(Glyph::Export, tr("Export"), tr("Figures, tables and reports"),
      new PlaceholderPage(
          Glyph::Export, tr("Export"),
          tr("Here figures, tables and whole reports will be put together from any number of runs."),
          tr("Until then Reconstruct exports the figure (Ctrl+E), the result and the curves of one run."), this));
  showWorkspace(Workspace::Setup);
}

void MainWindow::connectMenu() {
  connect(m_rail, &Rail::chosen, this, [this](int index) { showWorkspace(static_cast<Workspace>(index)); });
  connect(m_menu, &MainMenu::workspaceChosen, this,
          [this](int index) { showWorkspace(static_cast<Workspace>(index)); });
  connect(m_menu, &MainMenu::openRequested, m_reconstruct, &ReconstructWorkspace::browseAcquisition);
  connect(m_menu, &MainMenu::openRunRequested, this,
          [this] { browseForFolder(tr("Open run folder"), &MainWindow::open); });
  connect(m_menu, &MainMenu::runsRootRequested, this,
          [this] { browseForFolder(tr("Folder for runs"), &MainWindow::setRunsRoot); });
  connect(m_menu, &MainMenu::fileChosen, this, &MainWindow::open);
  connect(m_menu, &MainMenu::exportRequested, m_reconstruct, &ReconstructWorkspace::exportFigure);
  connect(m_menu, &MainMenu::runRequested, m_reconstruct, &ReconstructWorkspace::run);
  connect(m_menu, &MainMenu::undoRequested, &m_reconstruct->undoStack(), &QUndoStack::undo);
  connect(m_menu, &MainMenu::redoRequested, &m_reconstruct->undoStack(), &QUndoStack::redo);
  connect(m_menu, &MainMenu::shortcutsRequested, m_shortcuts, &ShortcutsPage::toggle);
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
  connect(&m_runs, &RunRootWatcher::rowsChanged, m_reconstructSession, &ReconstructSession::setRunRows);
  connect(m_status, &StatusLine::runClicked, this, &MainWindow::open);
  connect(&m_launcher, &Launcher::failed, this, [this](const QString&, const QString& message, const QString& details) {
    m_banner->showError(message, details);
  });
  connect(&m_launcher, &Launcher::arrived, &m_runs, &RunRootWatcher::look);
  connect(m_reconstructSession, &ReconstructSession::errorFound, m_banner, &Banner::showError);
  connect(m_reconstructSession, &ReconstructSession::noteGiven, m_banner, &Banner::showInfo);
  connect(m_reconstructSession, &ReconstructSession::shown, this, [this] { showWorkspace(Workspace::Reconstruct); });
  connect(m_reconstructSession, &ReconstructSession::recentFilesChanged, this, [this] {
    m_menu->setRecentFiles(m_settings.recentFiles());
    m_reconstruct->setRecentFiles(m_settings.recentFiles());
  });
  connect(m_simulateSession, &SimulateSession::errorFound, m_banner, &Banner::showError);
  connect(m_simulateSession, &SimulateSession::noteGiven, m_banner, &Banner::showInfo);
  connect(m_simulateSession, &SimulateSession::written, this,
          [this](const QString& file) { m_settings.addRecentFile(file); });
  connect(m_simulateSession, &SimulateSession::reconstructable, this, &MainWindow::showSimulated);
  connect(m_setup, &SetupWorkspace::simulateRequested, m_simulateSession, &SimulateSession::simulateToFile);
  connect(m_setup, &SetupWorkspace::reconstructRequested, m_simulateSession,
          &SimulateSession::simulateForReconstruction);
}

void MainWindow::showSimulated(const QString& file, const SimulationSpec& spec) {
  m_banner->hide();
  ReconstructionRequest request = m_reconstruct->request();
  request.acquisition = file;
  request.spec.range = {spec.object.amplitude_min, spec.object.amplitude_max, spec.object.phase_min_rad,
                        spec.object.phase_max_rad};
  m_reconstruct->setRequest(request);
  m_reconstructSession->loadAcquisition(file);
}

void MainWindow::showWorkspace(Workspace workspace) {
  m_pages->setCurrentIndex(static_cast<int>(workspace));
  m_rail->setCurrent(static_cast<int>(workspace));
  m_menu->setReconstructing(workspace == Workspace::Reconstruct);
}

void MainWindow::open(const QString& path) { m_reconstructSession->open(path); }

bool MainWindow::isSettled() const {
  const bool setup = m_pages->currentWidget() != m_setup || m_setup->isSettled();
  return setup && m_reconstructSession->isSettled();
}

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
  m_reconstructSession->setRunsRoot(m_settings.runsRoot());
  m_runs.setRoot(m_settings.runsRoot());
}

void MainWindow::restore() {
  restoreGeometry(m_settings.bytes(settings_key::kGeometry));
  m_menu->setTheme(m_settings.theme());
  m_menu->setRecentFiles(m_settings.recentFiles());
  if (const auto json = parseJson(m_settings.text(settings_key::kSimulation).toStdString(), "session")) {
    if (const auto spec = simulationSpecFromJson(*json)) m_setup->setSpec(*spec);
  }
  m_setup->restoreLayout(m_settings.bytes(settings_key::kSetupLayout));
  m_reconstruct->restoreLayout(m_settings.bytes(settings_key::kReconstructLayout));
  m_reconstructSession->restore();
  m_reconstructSession->setRunsRoot(m_settings.runsRoot());
  m_runs.setRoot(m_settings.runsRoot());
  showWorkspace(static_cast<Workspace>(std::max(0, workspaceFromName(m_settings.text(settings_key::kWorkspace)))));
}

void MainWindow::save() {
  static const QStringList kNames{"setup", "runs", "reconstruct", "failures", "export"};
  m_settings.setBytes(settings_key::kGeometry, saveGeometry());
  m_settings.setText(settings_key::kWorkspace, kNames.at(m_pages->currentIndex()));
  m_settings.setText(settings_key::kSimulation,
                     QString::fromStdString(jsonText(simulationSpecToJson(m_setup->spec()))));
  m_settings.setBytes(settings_key::kSetupLayout, m_setup->saveLayout());
  m_settings.setBytes(settings_key::kReconstructLayout, m_reconstruct->saveLayout());
  m_reconstructSession->save();
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
  m_reconstructSession->setForeground(foreground);
  m_simulateSession->setForeground(foreground);
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
