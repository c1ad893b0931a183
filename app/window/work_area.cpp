#include "app/window/work_area.h"

#include <utility>

#include <QFileInfo>

#include "app/window/app_settings.h"
#include "app/window/export_session.h"
#include "app/window/failures_session.h"
#include "app/window/file_gate.h"
#include "app/window/import_session.h"
#include "app/window/plot_menu.h"
#include "app/window/reconstruct_session.h"
#include "app/window/runs_session.h"
#include "app/window/simulate_session.h"
#include "app/window/study_session.h"
#include "core/learn/presets.h"
#include "core/reconstruct/presets.h"
#include "core/store/run_folder.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/export/study_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/import/import_page.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/runs/runs_workspace.h"
#include "widgets/setup/setup_workspace.h"

namespace ptycho {

namespace {

const QStringList& workspaceNames() {
  static const QStringList kNames{"setup", "runs", "reconstruct", "failures", "export", "import"};
  return kNames;
}

/// Where a run folder is looked at.
Workspace workspaceOf(const QString& folder) {
  const auto spec = readRunSpec(folder.toStdString());
  const Json verb = spec ? spec->value("verb", Json()) : Json();
  if (verb == "evaluate") return Workspace::Failures;
  if (verb == "train" || verb == "study" || verb == "simulate" || verb == "import") {
    return Workspace::Runs;
  }
  return Workspace::Reconstruct;
}

}  // namespace

int workspaceFromName(const QString& name) { return static_cast<int>(workspaceNames().indexOf(name.toLower())); }

QString workspaceName(Workspace workspace) { return workspaceNames().at(static_cast<int>(workspace)); }

WorkArea::WorkArea(Launcher& launcher, AppSettings& settings, QWidget* window)
    : QStackedWidget(window),
      m_settings(settings),
      m_gate(new FileGate(launcher, this)),
      m_setup(new SetupWorkspace(this)),
      m_reconstruct(new ReconstructWorkspace(this)),
      m_reconstructSession(new ReconstructSession(*m_reconstruct, launcher, m_settings, this)),
      m_simulateSession(new SimulateSession(launcher, m_settings, window)),
      m_runs(new RunsWorkspace(this)),
      m_runsSession(new RunsSession(*m_runs, launcher, m_settings, this)),
      m_failures(new FailuresWorkspace(this)),
      m_failuresSession(new FailuresSession(*m_failures, launcher, m_settings, this)),
      m_export(new ExportWorkspace(this)),
      m_exportSession(new ExportSession(*m_export, launcher, m_settings, this)),
      m_studySession(new StudySession(m_export->studies(), launcher, this)),
      m_import(new ImportPage(this)),
      m_importSession(new ImportSession(*m_import, launcher, m_settings, this)) {
  addPages();
  connectSessions();
  connectRuns();
  connectFailures();
  connectImport();
}

WorkArea::~WorkArea() = default;

std::vector<WorkArea::Entry> WorkArea::entries() {
  return {{Glyph::Setup, tr("Setup"), tr("Object, probe, scan and patterns")},
          {Glyph::Runs, tr("Runs"), tr("All runs")},
          {Glyph::Reconstruct, tr("Reconstruct"), tr("From patterns to the object")},
          {Glyph::Failures, tr("Failures"), tr("Which images fail, and why")},
          {Glyph::Export, tr("Export"), tr("Figures, tables and reports")}};
}

void WorkArea::addPages() {
  addWidget(m_setup);
  addWidget(m_runs);
  addWidget(m_reconstruct);
  addWidget(m_failures);
  addWidget(m_export);
  addWidget(m_import);
}

void WorkArea::connectSessions() {
  auto* plots = new PlotMenu(*this);
  connect(plots, &PlotMenu::errorFound, this, &WorkArea::errorFound);
  connect(plots, &PlotMenu::noteGiven, this, &WorkArea::noteGiven);
  connect(m_reconstructSession, &ReconstructSession::errorFound, this, &WorkArea::errorFound);
  connect(m_reconstructSession, &ReconstructSession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_reconstructSession, &ReconstructSession::shown, this,
          [this] { Q_EMIT workspaceWanted(Workspace::Reconstruct); });
  connect(m_reconstructSession, &ReconstructSession::recentFilesChanged, this, [this] {
    m_reconstruct->setRecentFiles(m_settings.recentFiles());
    Q_EMIT recentFilesChanged();
  });
  connect(m_simulateSession, &SimulateSession::errorFound, this, &WorkArea::errorFound);
  connect(m_simulateSession, &SimulateSession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_simulateSession, &SimulateSession::written, this,
          [this](const QString& file) { m_settings.addRecentFile(file); });
  connect(m_simulateSession, &SimulateSession::reconstructable, this, &WorkArea::showSimulated);
  connect(m_exportSession, &ExportSession::errorFound, this, &WorkArea::errorFound);
  connect(m_exportSession, &ExportSession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_studySession, &StudySession::errorFound, this, &WorkArea::errorFound);
  connect(m_studySession, &StudySession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_setup, &SetupWorkspace::simulateRequested, m_simulateSession, &SimulateSession::simulateToFile);
  connect(m_setup, &SetupWorkspace::reconstructRequested, m_simulateSession,
          &SimulateSession::simulateForReconstruction);
}

void WorkArea::connectRuns() {
  connect(m_runsSession, &RunsSession::errorFound, this, &WorkArea::errorFound);
  connect(m_runsSession, &RunsSession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_runsSession, &RunsSession::listWanted, this, &WorkArea::listWanted);
  connect(m_runsSession, &RunsSession::openRequested, this, &WorkArea::open);
  connect(m_setup, &SetupWorkspace::trainRequested, this, &WorkArea::showTraining);
}

void WorkArea::showTraining(const SimulationSpec& spec) {
  TrainingRequest request;
  request.preset = QStringLiteral("laptop-60");
  if (auto preset = findTrainingPreset(request.preset.toStdString())) request.spec = std::move(*preset);
  // What objects are learnt from is the form's to say: Setup shows one of them.
  const ObjectSpec learntFrom = request.spec.simulation.object;
  request.spec.simulation = spec;
  if (spec.object.source == ObjectSource::File || spec.object.source == ObjectSource::Photo) {
    request.spec.simulation.object.source = learntFrom.source;
    request.spec.simulation.object.path = learntFrom.path;
  }
  m_runs->showTraining(request);
  m_runs->showPage(RunsWorkspace::kNewRun);
  Q_EMIT workspaceWanted(Workspace::Runs);
}

void WorkArea::connectFailures() {
  connect(m_failuresSession, &FailuresSession::errorFound, this, &WorkArea::errorFound);
  connect(m_failuresSession, &FailuresSession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_failuresSession, &FailuresSession::shown, this, [this] { Q_EMIT workspaceWanted(Workspace::Failures); });
  connect(m_failuresSession, &FailuresSession::reconstructRequested, this,
          [this](const SimulationSpec& image, const ReconstructionSpec& chain) {
            m_chainToTry = chain.stages.empty() ? std::nullopt : std::optional(chain);
            m_simulateSession->simulateForReconstruction(image);
          });
  connect(m_failuresSession, &FailuresSession::trialRequested, this, [this](const EvaluationRequest& trial) {
    m_runs->showEvaluation(trial);
    Q_EMIT workspaceWanted(Workspace::Runs);
    Q_EMIT noteGiven(tr("Choose the chain and press Start; the table of these images opens in Failures."));
  });
}

void WorkArea::showSimulated(const QString& file, const SimulationSpec& spec) {
  Q_EMIT messageSettled();
  ReconstructionRequest request = m_reconstruct->request();
  request.acquisition = file;
  if (m_chainToTry) request.spec = *std::exchange(m_chainToTry, std::nullopt);
  request.spec.range = {spec.object.amplitude_min, spec.object.amplitude_max, spec.object.phase_min_rad,
                        spec.object.phase_max_rad};
  m_reconstruct->setRequest(request);
  m_reconstructSession->loadAcquisition(file);
}

void WorkArea::connectImport() {
  connect(m_importSession, &ImportSession::errorFound, this, &WorkArea::errorFound);
  connect(m_importSession, &ImportSession::noteGiven, this, &WorkArea::noteGiven);
  connect(m_importSession, &ImportSession::shown, this, [this] {
    if (current() != Workspace::Import) m_beforeImport = current();
    Q_EMIT workspaceWanted(Workspace::Import);
  });
  connect(m_importSession, &ImportSession::imported, this, &WorkArea::showImported);
  connect(m_import, &ImportPage::closeRequested, this, [this] { Q_EMIT workspaceWanted(m_beforeImport); });
  connect(m_gate, &FileGate::refused, this, &WorkArea::errorFound);
  connect(m_reconstructSession, &ReconstructSession::fileChosen, this, &WorkArea::open);
  connect(m_setup, &SetupWorkspace::fileDropped, this, [this](const QString& file) {
    m_gate->ask(file, [this, file](FileKind kind) {
      if (isOurs(kind)) m_setup->takeFile(file);
      else m_importSession->open(file);
    });
  });
  connect(m_reconstructSession, &ReconstructSession::acquisitionRead, this, [this](const QString& file) {
    if (std::exchange(m_toRun, {}) == file) m_reconstruct->run();
  });
}

void WorkArea::showImported(const QString& file, bool reconstruct) {
  Q_EMIT messageSettled();
  Q_EMIT listWanted();
  ReconstructionRequest request = m_reconstruct->request();
  request.acquisition = file;
  if (auto preset = findChainPreset(kMeasuredPreset)) request.spec = std::move(*preset);
  m_reconstruct->setRequest(request);
  m_toRun = reconstruct ? file : QString();
  m_reconstructSession->loadAcquisition(file);
}

void WorkArea::browseImport() { m_importSession->browse(); }

void WorkArea::open(const QString& path) {
  const QFileInfo info(path);
  if (info.isFile()) {
    const QString file = info.absoluteFilePath();
    return m_gate->ask(file, [this, file](FileKind kind) { openFile(file, kind); });
  }
  switch (workspaceOf(path)) {
    case Workspace::Failures: return m_failuresSession->open(path);
    case Workspace::Runs:
      m_runs->select(info.absoluteFilePath());
      return Q_EMIT workspaceWanted(Workspace::Runs);
    default: return m_reconstructSession->openFolder(path);
  }
}

void WorkArea::openFile(const QString& file, FileKind kind) {
  if (kind == FileKind::Evaluation) m_failuresSession->open(file);
  else if (isOurs(kind)) m_reconstructSession->openFile(file, kind);
  else m_importSession->open(file);
}

void WorkArea::setRunRows(const std::vector<RunRow>& rows) {
  m_reconstructSession->setRunRows(rows);
  m_runsSession->setRunRows(rows);
  m_failuresSession->setRunRows(rows);
  m_exportSession->setRunRows(rows);
  m_studySession->setRunRows(rows);
}

void WorkArea::setRunsRoot(const QString& root) {
  m_reconstructSession->setRunsRoot(root);
  m_runsSession->setRunsRoot(root);
  m_export->studies().setRunsRoot(root);
}

void WorkArea::setForeground(bool foreground) {
  m_reconstructSession->setForeground(foreground);
  m_simulateSession->setForeground(foreground);
  m_runsSession->setForeground(foreground);
  m_failuresSession->setForeground(foreground);
  m_importSession->setForeground(foreground);
}

QUndoStack* WorkArea::undoStack() {
  switch (current()) {
    case Workspace::Reconstruct: return &m_reconstruct->undoStack();
    case Workspace::Runs: return &m_runs->undoStack();
    case Workspace::Failures: return &m_failures->undoStack();
    case Workspace::Export: return &m_export->figure().undoStack();
    case Workspace::Import: return &m_import->undoStack();
    default: return nullptr;
  }
}

void WorkArea::exportFigure() {
  if (current() == Workspace::Export) m_export->figure().exportFigure();
  else m_reconstruct->exportFigure();
}

bool WorkArea::showTab(const QString& word) {
  switch (current()) {
    case Workspace::Runs: return m_runs->showPage(word);
    case Workspace::Reconstruct: return m_reconstruct->showTab(word);
    case Workspace::Failures: return m_failures->showPage(word);
    case Workspace::Export: return m_export->showPage(word);
    default: return false;
  }
}

bool WorkArea::isSettled() const {
  const bool setup = currentWidget() != m_setup || m_setup->isSettled();
  const bool failures = currentWidget() != m_failures || (m_failuresSession->isSettled() && m_failures->isSettled());
  const bool runs = currentWidget() != m_runs || m_runsSession->isSettled();
  return setup && failures && runs && m_reconstructSession->isSettled() && m_exportSession->isSettled() &&
         m_studySession->isSettled() && m_importSession->isSettled() && !m_gate->isBusy();
}

void WorkArea::restore() {
  if (const auto json = parseJson(m_settings.text(settings_key::kSimulation).toStdString(), "session")) {
    if (const auto spec = simulationSpecFromJson(*json)) m_setup->setSpec(*spec);
  }
  m_setup->restoreLayout(m_settings.bytes(settings_key::kSetupLayout));
  m_reconstruct->restoreLayout(m_settings.bytes(settings_key::kReconstructLayout));
  m_reconstructSession->restore();
  m_runsSession->restore();
  m_failures->restoreLayout(m_settings.bytes(settings_key::kFailuresLayout));
  m_failuresSession->restore();
  m_exportSession->restore();
  m_import->restoreLayout(m_settings.bytes(settings_key::kImportLayout));
}

void WorkArea::save() {
  m_settings.setText(settings_key::kSimulation,
                     QString::fromStdString(jsonText(simulationSpecToJson(m_setup->spec()))));
  m_settings.setBytes(settings_key::kSetupLayout, m_setup->saveLayout());
  m_settings.setBytes(settings_key::kReconstructLayout, m_reconstruct->saveLayout());
  m_reconstructSession->save();
  m_settings.setBytes(settings_key::kFailuresLayout, m_failures->saveLayout());
  m_settings.setBytes(settings_key::kImportLayout, m_import->saveLayout());
  m_runsSession->save();
  m_failuresSession->save();
  m_exportSession->save();
}

}  // namespace ptycho
