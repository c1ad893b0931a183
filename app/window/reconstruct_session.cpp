#include "app/window/reconstruct_session.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QtConcurrent>

#include "app/window/app_settings.h"
#include "app/window/attempts_session.h"
#include "app/window/launcher.h"
#include "app/window/result_export.h"
#include "core/store/run_acquisition.h"
#include "widgets/models/attempt.h"
#include "widgets/models/core_text.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/request_json.h"

namespace ptycho {
namespace {

QString acquisitionOf(const QString& runFolder, const Json& spec) {
  return QString::fromStdString(acquisitionOfRun(runFolder.toStdString(), spec).string());
}

bool isRun(const QDir& folder) { return folder.exists(QString::fromUtf8(run_file::kSpec)); }

}  // namespace

ReconstructSession::ReconstructSession(ReconstructWorkspace& workspace, Launcher& launcher, AppSettings& settings,
                                       QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_launcher(launcher),
      m_settings(settings),
      m_attempts(new AttemptsSession(workspace, this)) {
  connect(m_attempts, &AttemptsSession::errorFound, this, &ReconstructSession::errorFound);
  connectWorkspace();
  connectWatcher();
  connect(&m_loader, &AcquisitionLoader::loaded, this, &ReconstructSession::takeDigest);
  connect(&m_loader, &AcquisitionLoader::failed, this, [this](const QString& file, const QString& message) {
    m_loading = false;
    m_workspace.setAcquisitionProblem(file, message);
    Q_EMIT errorFound(message, {});
  });
  connect(&m_truthLoader, &AcquisitionLoader::loaded, this,
          [this](const auto& digest) { showWhatWasGiven(*digest); });
  connect(&m_launcher, &Launcher::arrived, this, [this](const QString& folder) {
    if (folder == m_watcher.folder()) m_watcher.look();  // a run that had ended is looked at but rarely
  });
  connect(&m_launcher, &Launcher::failed, this, [this](const QString& folder, const QString& message, const QString&) {
    if (folder != m_workspace.shownRun()) return;
    if (QFileInfo::exists(QDir(folder).filePath(QString::fromUtf8(run_file::kStatus)))) return;  // could not go on
    m_watcher.setFolder({});
    m_workspace.setRunProblem(message);
  });
}

void ReconstructSession::connectWorkspace() {
  connect(&m_workspace, &ReconstructWorkspace::acquisitionChosen, this, &ReconstructSession::fileChosen);
  connect(&m_workspace, &ReconstructWorkspace::launchRequested, this,
          [this](const QString&, const QStringList& arguments, const QString& folder) { launch(arguments, folder); });
  connect(&m_workspace, &ReconstructWorkspace::requestMade, this, &ReconstructSession::forwardRequest);
  connect(&m_workspace, &ReconstructWorkspace::runOpenRequested, this, &ReconstructSession::openRun);
  connect(&m_workspace, &ReconstructWorkspace::sameSetupRequested, this, &ReconstructSession::useSetupOf);
  connect(&m_workspace, &ReconstructWorkspace::runResumeRequested, this, [this](const QString& folder) {
    watchRun(folder);
    m_launcher.start(resumeArguments(folder), folder);
  });
  const auto report = [this](const Result<void>& done, const QString& file) {
    if (!done) Q_EMIT errorFound(textOf(done.error()), {});
    else Q_EMIT noteGiven(tr("%1 written.").arg(file));
  };
  connect(&m_workspace, &ReconstructWorkspace::figureExportRequested, this,
          [this, report](const QString& file) { report(exportFigure(m_workspace, file), file); });
  connect(&m_workspace, &ReconstructWorkspace::resultExportRequested, this,
          [this](const QString& file, const QString& format) {
            const auto written = exportResult(m_resultFile, m_workspace.result().get(), file, format);
            if (!written) Q_EMIT errorFound(textOf(written.error()), {});
            else Q_EMIT noteGiven(*written);
          });
  connect(&m_workspace, &ReconstructWorkspace::curvesExportRequested, this,
          [this, report](const QString& file) { report(exportCurves(m_workspace, file), file); });
}

void ReconstructSession::connectWatcher() {
  connect(&m_watcher, &RunWatcher::statusChanged, this, [this](const RunStatus& status, RunLiveness liveness) {
    m_workspace.setRunStatus(status, liveness, m_watcher.secondsLeft());
  });
  connect(&m_watcher, &RunWatcher::specRead, this, &ReconstructSession::takeSpec);
  connect(&m_watcher, &RunWatcher::eventsAppended, this, [this] { m_workspace.setSeries(m_watcher.series()); });
  connect(&m_watcher, &RunWatcher::previewChanged, this,
          [this](const auto& preview) { m_workspace.setPreview(*preview); });
  connect(&m_watcher, &RunWatcher::resultAvailable, this, [this](const auto& result) {
    m_resultFile = QDir(m_watcher.folder()).filePath(QString::fromUtf8(run_file::kResult));
    m_workspace.setResult(result);
  });
  connect(&m_watcher, &RunWatcher::folderGone, this, [this](const QString& folder) {
    m_workspace.setRunGone();
    Q_EMIT errorFound(tr("%1 is gone. What is on the screen stays until another run is opened; put the folder back to go "
                         "on with it.").arg(folder), {});
  });
  connect(&m_watcher, &RunWatcher::problemFound, this, [this](const QString& message) {
    if (m_workspace.comparison().pictures().empty()) m_workspace.setRunUnreadable(message);
    Q_EMIT errorFound(message, {});
  });
}

void ReconstructSession::openFolder(const QString& path) {
  const QDir folder(path);
  if (!folder.exists()) return Q_EMIT errorFound(tr("%1 is not there; check the name.").arg(path), {});
  if (isRun(folder)) return openRun(folder.absolutePath());
  Q_EMIT errorFound(tr("%1 is no folder of a run (it has no spec.json).").arg(path), {});
}

void ReconstructSession::openFile(const QString& path, FileKind kind) {
  const QFileInfo info(path);
  switch (kind) {
    case FileKind::Reconstruction:
      if (isRun(info.dir()) && info.fileName() == QLatin1String(run_file::kResult)) return openRun(info.absolutePath());
      return openResult(info.absoluteFilePath());
    case FileKind::Network:
    case FileKind::Evaluation:
      return Q_EMIT errorFound(tr("%1 is a network or an evaluation, which the window does not show yet; "
                                  "ptychodesk-cli info prints what it holds.").arg(path), {});
    default: loadAcquisition(info.absoluteFilePath());
  }
}

void ReconstructSession::openRun(const QString& folder) {
  watchRun(QFileInfo(folder).absoluteFilePath());
  Q_EMIT shown();
}

void ReconstructSession::openResult(const QString& file) {
  m_choseRun = true;
  m_readingResult = true;
  m_watcher.setFolder({});
  m_workspace.showRun({});
  QtConcurrent::run([file] {
    return readResult(file.toStdString());
  }).then(this, [this, file](Result<ResultRecord> record) {
    m_readingResult = false;
    if (!record) return Q_EMIT errorFound(textOf(record.error()), {});
    showResult(*record, file);
  });
  Q_EMIT shown();
}

void ReconstructSession::showResult(const ResultRecord& record, const QString& file) {
  m_resultFile = file;
  m_workspace.showResultFile(file, std::make_shared<ResultRecord>(record));
  m_workspace.setSeries(seriesOf(record.reconstruction.history));
  const bool sameFile = m_digest && QFileInfo(m_digest->file).fileName() == QString::fromStdString(record.acquisition);
  if (sameFile) m_workspace.setGivenProbe(m_digest->probe);
}

void ReconstructSession::loadAcquisition(const QString& file) {
  readAcquisitionFile(file);
  Q_EMIT shown();
}

void ReconstructSession::readAcquisitionFile(const QString& file) {
  m_loading = true;
  m_digest.reset();
  m_workspace.setAcquisitionLoading(file);
  m_loader.load(file);
}

void ReconstructSession::takeDigest(const std::shared_ptr<const AcquisitionDigest>& digest) {
  m_loading = false;
  m_digest = digest;
  m_workspace.setAcquisition(digest);
  if (m_workspace.shownRun().isEmpty()) m_attempts->setScan(digest->file);
  m_settings.addRecentFile(digest->file);
  const auto& result = m_workspace.result();
  const bool ofResult = m_runAcquisition.isEmpty() && result &&
                        QFileInfo(digest->file).fileName() == QString::fromStdString(result->acquisition);
  if (ofResult || digest->file == m_runAcquisition) showWhatWasGiven(*digest);
  Q_EMIT recentFilesChanged();
  Q_EMIT acquisitionRead(digest->file);
}

void ReconstructSession::launch(const QStringList& arguments, const QString& folder) {
  save();
  if (!QDir().mkpath(QFileInfo(folder).path())) {
    return Q_EMIT errorFound(
        tr("The runs folder %1 cannot be made; choose another one in the File menu.").arg(QFileInfo(folder).path()),
        {});
  }
  watchRun(folder);
  if (m_digest) showWhatWasGiven(*m_digest);
  m_launcher.start(arguments, folder);
}

void ReconstructSession::watchRun(const QString& folder) {
  m_choseRun = true;
  m_resultFile.clear();
  m_runAcquisition.clear();
  m_workspace.showRun(folder);
  m_watcher.setFolder(folder);
}

void ReconstructSession::forwardRequest(const QString& request) {
  const auto id = requestRun(m_watcher.folder().toStdString(), request.toStdString());
  if (!id) return Q_EMIT errorFound(textOf(id.error()), {});
  m_workspace.setRequestWritten(request, QString::fromStdString(*id), QDateTime::currentDateTime());
  m_watcher.look();
}

void ReconstructSession::useSetupOf(const QString& folder) {
  const auto spec = readRunSpec(folder.toStdString());
  if (!spec) return Q_EMIT errorFound(textOf(spec.error()), {});
  auto request = requestFromRunSpec(*spec);
  if (!request) return Q_EMIT errorFound(textOf(request.error()), {});
  request->acquisition = acquisitionOf(folder, *spec);
  m_workspace.setRequest(*request);
  loadAcquisition(request->acquisition);
}

void ReconstructSession::takeSpec(const Json& spec) {
  m_workspace.setRunSpec(spec);
  m_attempts->setScan(textAt(spec, "acquisition"));
  auto request = requestFromRunSpec(spec);
  m_runAcquisition = request ? acquisitionOf(m_watcher.folder(), spec) : QString();
  if (!request || !QFileInfo::exists(m_runAcquisition)) return;
  if (m_workspace.request().acquisition.isEmpty()) {  // nothing was chosen yet: go on from what is shown
    request->acquisition = m_runAcquisition;
    m_workspace.setRequest(*request);
    return readAcquisitionFile(m_runAcquisition);
  }
  if (m_digest && m_digest->file == m_runAcquisition) showWhatWasGiven(*m_digest);
  else m_truthLoader.load(m_runAcquisition);
}

void ReconstructSession::showWhatWasGiven(const AcquisitionDigest& digest) {
  m_workspace.setGivenProbe(digest.probe);
  if (m_workspace.liveTruth().empty()) m_workspace.setLiveTruth(digest.truth, digest.pixel_m);
}

void ReconstructSession::setRunRows(const std::vector<RunRow>& rows) {
  m_workspace.setRunRows(rows);
  m_attempts->setRunRows(rows);
  // One that has ended is looked at but rarely, and may have been deleted.
  const bool listed = std::ranges::find(rows, m_watcher.folder(), &RunRow::folder) != rows.end();
  if (!m_watcher.folder().isEmpty() && !listed && !m_watcher.isGone()) m_watcher.look();
  if (m_choseRun) return;
  m_choseRun = true;
  const QString last = m_settings.text(settings_key::kRun);
  QString folder;
  for (const RunRow& row : rows) {
    if (row.entry.verb != "reconstruct" || !row.entry.problem.empty()) continue;
    if (row.isActive()) {
      folder = row.folder();
      break;
    }
    if (row.folder() == last) folder = last;
  }
  if (!folder.isEmpty()) watchRun(folder);
}

void ReconstructSession::setRunsRoot(const QString& root) { m_workspace.setRunsRoot(root); }

bool ReconstructSession::isSettled() const {
  if (m_loading || m_readingResult || !m_attempts->isSettled()) return false;
  if (m_watcher.folder().isEmpty() || m_watcher.isGone()) return true;
  if (!m_watcher.status()) return false;
  if (m_watcher.liveness() == RunLiveness::Done || m_watcher.liveness() == RunLiveness::Stopped) {
    return m_workspace.result() != nullptr;
  }
  return hasEnded(m_watcher.liveness()) || !m_workspace.comparison().pictures().empty();
}

void ReconstructSession::restore() {
  m_workspace.setRecentFiles(m_settings.recentFiles());
  if (const auto json = parseJson(m_settings.text(settings_key::kReconstruction).toStdString(), "session")) {
    if (auto request = requestFromJson(*json)) m_workspace.setRequest(*request);
  }
  const QString acquisition = m_settings.text(settings_key::kAcquisition);
  if (QFileInfo::exists(acquisition)) loadAcquisition(acquisition);
}

void ReconstructSession::save() {
  const ReconstructionRequest& request = m_workspace.request();
  m_settings.setText(settings_key::kReconstruction, QString::fromStdString(jsonText(requestToJson(request))));
  m_settings.setText(settings_key::kAcquisition, request.acquisition);
  m_settings.setText(settings_key::kRun, m_workspace.shownRun());
}

}  // namespace ptycho
