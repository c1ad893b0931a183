#include "app/window/failures_session.h"

#include <QDir>
#include <QFileInfo>
#include <QtConcurrent>

#include "app/window/app_settings.h"
#include "core/base/atomic_file.h"
#include "core/reconstruct/presets.h"
#include "core/store/array_file.h"
#include "widgets/failures/contact_sheet.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/models/core_text.h"
#include "widgets/models/run_reader.h"

namespace ptycho {

FailuresSession::FailuresSession(FailuresWorkspace& workspace, Launcher& launcher, AppSettings& settings,
                                 QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_settings(settings),
      m_marks(workspace.marks()),
      m_later(launcher, settings, nullptr) {
  connectWorkspace();
  connectPictures();
  connect(&m_watcher, &EvaluationWatcher::looked, this, &FailuresSession::takeLook);
  connect(&m_marks, &MarksFile::errorFound, this, &FailuresSession::errorFound);
  connect(&m_later, &LaterEstimates::errorFound, this, &FailuresSession::errorFound);
  connect(&m_later, &LaterEstimates::changed, this, [this] {
    const int n = m_later.underWay();
    m_workspace.setWishText(n == 0 ? QString() : tr("computing %n images …", nullptr, n));
  });
  connect(&m_later, &LaterEstimates::arrived, this, [this](qint64 image) {
    refreshSource();
    m_workspace.forgetThumbnail(image);
    m_workspace.askForPicturesAgain();
    Q_EMIT noteGiven(tr("The estimate of image %1 is there.").arg(image));
  });
}

void FailuresSession::connectWorkspace() {
  connect(&m_workspace, &FailuresWorkspace::openRequested, this, &FailuresSession::open);
  connect(&m_workspace, &FailuresWorkspace::otherRequested, this, &FailuresSession::readOther);
  connect(&m_workspace, &FailuresWorkspace::textExportRequested, this, &FailuresSession::writeText);
  connect(&m_workspace, &FailuresWorkspace::contactSheetRequested, this, &FailuresSession::writeContactSheet);
  connect(&m_workspace, &FailuresWorkspace::computeRequested, this, [this](qint64 image, int method) {
    m_later.compute(image, method, m_workspace.table().method(method));
  });
  connect(&m_workspace, &FailuresWorkspace::tryRequested, &m_later, &LaterEstimates::tryChain);
  connect(&m_workspace, &FailuresWorkspace::reconstructRequested, this, &FailuresSession::sendToReconstruct);
}

void FailuresSession::connectPictures() {
  connect(&m_workspace, &FailuresWorkspace::imageWanted, &m_pictures, &PictureLoader::loadImage);
  connect(&m_workspace, &FailuresWorkspace::thumbnailWanted, &m_pictures, &PictureLoader::loadThumbnail);
  connect(&m_workspace, &FailuresWorkspace::errorMapsWanted, &m_maps, &PictureLoader::loadErrorMaps);
  connect(&m_pictures, &PictureLoader::imageLoaded, &m_workspace, &FailuresWorkspace::setPictures);
  connect(&m_pictures, &PictureLoader::thumbnailLoaded, &m_workspace, &FailuresWorkspace::setThumbnail);
  connect(&m_maps, &PictureLoader::errorMapsLoaded, &m_workspace, &FailuresWorkspace::setErrorMaps);
  connect(&m_maps, &PictureLoader::errorMapsFailed, &m_workspace, &FailuresWorkspace::setErrorMapsText);
}

void FailuresSession::open(const QString& path) {
  const QFileInfo info(path);
  const auto isRun = [](const QDir& folder) { return folder.exists(QString::fromUtf8(run_file::kSpec)); };
  if (!info.exists()) return Q_EMIT errorFound(tr("%1 is not there; check the name.").arg(path), {});
  if (info.isDir()) {
    if (isRun(QDir(path))) return openFolder(info.absoluteFilePath());
    return Q_EMIT errorFound(tr("%1 is no folder of a run (it has no spec.json).").arg(path), {});
  }
  if (info.fileName() == QLatin1String(run_file::kResult) && isRun(info.dir())) return openFolder(info.absolutePath());
  openFile(info.absoluteFilePath());
}

void FailuresSession::begin(const QString& path, const QString& file) {
  m_chose = true;
  ++m_generation;
  m_path = path;
  m_resultFile = file;
  m_problem.clear();
  m_table.reset();
  m_source.reset();
  m_pictures.setSource(nullptr);
  m_maps.setSource(nullptr);
  m_marks.open(path);
  m_workspace.clear(tr("Reading %1 …").arg(QFileInfo(path).fileName()));
  Q_EMIT shown();
}

void FailuresSession::openFolder(const QString& folder) {
  begin(folder, {});
  m_reading = true;
  m_watcher.setFolder(folder);
}

void FailuresSession::openFile(const QString& file) {
  m_watcher.setFolder({});
  begin(file, file);
  m_reading = true;
  QtConcurrent::run([file] { return readEvaluationTable(file.toStdString()); })
      .then(this, [this, generation = m_generation](const Result<EvaluationTable>& read) {
        if (generation != m_generation) return;
        m_reading = false;
        if (!read) return tellProblem(textOf(read.error()));
        const auto table = std::make_shared<const ImageTable>(*read);
        const auto spec = parseJson(read->stored.spec_json, "specification");
        m_later.setEvaluation({}, spec ? *spec : Json::object());
        showTable(table);
        m_workspace.setState({}, Signal::Quiet);
      });
}

/// What could not be read: said once in the banner, and where the table would be or beside it.
void FailuresSession::tellProblem(const QString& message) {
  m_workspace.setState(message, Signal::Bad);
  if (message == m_problem) return;
  m_problem = message;
  Q_EMIT errorFound(message, m_path);
}

QString FailuresSession::stateText(const EvaluationLook& look) const {
  if (!look.status) return {};
  const bool ended = hasEnded(look.liveness);
  if (look.liveness == RunLiveness::Done) return {};
  const QString rows = tr("%1 of %2 rows").arg(look.status->done).arg(look.status->total);
  QString text = tr("%1, %2").arg(livenessWord(look.liveness), rows);
  const bool says = look.liveness != RunLiveness::Running && !look.status->message.empty();
  if (says) text += tr(": %1").arg(QString::fromStdString(look.status->message));
  return ended ? text + tr("   (it can be resumed in Runs)") : text;
}

void FailuresSession::takeLook(const EvaluationLook& look) {
  m_reading = false;
  if (look.gone) {
    return tellProblem(tr("%1 is gone. What is on the screen stays until another evaluation is opened; put the folder "
                          "back to go on.").arg(m_path));
  }
  if (look.spec) {
    const std::string verb = look.spec->value("verb", std::string());
    if (verb != "evaluate") {
      m_watcher.setFolder({});
      m_workspace.clear(tr("%1 is no evaluation.").arg(QFileInfo(m_path).fileName()));
      return Q_EMIT errorFound(tr("%1 is a run of %2; open one of evaluate here.")
                                   .arg(m_path, QString::fromStdString(verb)), {});
    }
    m_later.setEvaluation(QDir(m_path).filePath(QString::fromUtf8(run_file::kSpec)), *look.spec);
  }
  if (look.complete) m_resultFile = QDir(m_path).filePath(QString::fromUtf8(run_file::kResult));
  if (look.table) showTable(look.table);
  if (!look.problem.empty()) return tellProblem(QString::fromStdString(look.problem));
  m_problem.clear();
  const bool waiting = !m_table && !(look.status && hasEnded(look.liveness));
  const QString text = stateText(look);
  m_workspace.setState(waiting && text.isEmpty() ? tr("waiting for the first image") : text, signalOf(look.liveness));
}

void FailuresSession::showTable(const std::shared_ptr<const ImageTable>& table) {
  const bool pictures = !m_resultFile.isEmpty() && m_source && m_table && m_table->keptCount() != table->keptCount();
  m_table = table;
  refreshSource();
  m_workspace.setTable(table, QFileInfo(m_path).fileName(), m_path);
  if (pictures) m_workspace.forgetThumbnails();  // now there are estimates where truths were shown
  m_workspace.askForPicturesAgain(pictures);
}

void FailuresSession::refreshSource() {
  m_source = std::make_shared<const PictureSource>(m_resultFile.toStdString(), m_table, m_later.estimates());
  m_pictures.setSource(m_source);
  m_maps.setSource(m_source);
}

void FailuresSession::readOther(const QString& path) {
  QtConcurrent::run([path] { return readEvaluationTable(path.toStdString()); })
      .then(this, [this, path](const Result<EvaluationTable>& read) {
        if (!read) return Q_EMIT errorFound(textOf(read.error()), {});
        const QFileInfo info(path);
        const bool ofRun = info.fileName() == QLatin1String(run_file::kResult);
        m_workspace.setOther(std::make_shared<const ImageTable>(*read),
                             ofRun ? info.dir().dirName() : info.completeBaseName());
      });
}

/// As an evaluation: the images keep their numbers, so that its table lies beside this one.
void FailuresSession::sendToRuns(const std::vector<std::int64_t>& images) {
  QString file = QDir(m_path).filePath(QString::fromUtf8(run_file::kSpec));
  const bool ofRun = QFileInfo(m_path).isDir() && QFileInfo::exists(file);
  if (!ofRun) {  // a table without its run: what it says of its images is kept where it outlives the window
    const QDir folder(m_settings.folder() + QStringLiteral("/simulations"));
    folder.mkpath(QStringLiteral("."));
    file = folder.filePath(QFileInfo(m_path).completeBaseName() + QStringLiteral(".json"));
    const auto written = replaceFileText(file.toStdString(), m_workspace.table().stored().spec_json);
    if (!written) return Q_EMIT errorFound(textOf(written.error()), {});
  }
  EvaluationRequest trial;
  trial.chain = QString::fromLatin1(kDefaultPreset);
  trial.methods << QStringLiteral("flat-chain");
  trial.same_as = file;
  trial.spec.images = imageNumbersText(images);
  trial.spec.keep = KeepEstimates::All;
  trial.name = tr("%1 of %2").arg(images.size()).arg(QFileInfo(m_path).completeBaseName());
  if (ofRun) trial.parent = QFileInfo(m_path).fileName();
  Q_EMIT trialRequested(trial);
}

void FailuresSession::sendToReconstruct(const std::vector<std::int64_t>& images) {
  const ImageTable& table = m_workspace.table();
  if (!table.simulation() || images.empty()) return;
  if (images.size() > 1) return sendToRuns(images);
  SimulationSpec image = *table.simulation();
  image.object.index = images.front();
  ReconstructionSpec chain;
  chain.stages.clear();
  const auto spec = parseJson(table.stored().spec_json, "specification");
  if (spec && spec->is_object() && spec->contains("reconstruction")) {
    if (auto read = reconstructionSpecFromJson((*spec)["reconstruction"])) chain = std::move(*read);
  }
  Q_EMIT reconstructRequested(image, chain);
}

void FailuresSession::writeText(const QString& file, const QString& text) {
  QtConcurrent::run([file, text] { return replaceFileText(file.toStdString(), text.toStdString()); })
      .then(this, [this, file](const Result<void>& written) {
        if (!written) Q_EMIT errorFound(textOf(written.error()), {});
        else Q_EMIT noteGiven(tr("%1 written.").arg(file));
      });
}

void FailuresSession::writeContactSheet(const QString& file, const std::vector<std::int64_t>& images, int method) {
  if (!m_source) return;
  QtConcurrent::run([source = m_source, table = m_table, file, images, method] {
    return writeFigure(contactSheet(*source, *table, images, method), file.toStdString());
  }).then(this, [this, file](const Result<void>& written) {
    if (!written) Q_EMIT errorFound(textOf(written.error()), {});
    else Q_EMIT noteGiven(tr("%1 written.").arg(file));
  });
}

void FailuresSession::setRunRows(const std::vector<RunRow>& rows) {
  if (m_chose) return;
  m_chose = true;
  QString path = m_settings.text(settings_key::kEvaluation);
  for (const RunRow& row : rows) {
    if (row.entry.verb == "evaluate" && row.entry.problem.empty() && row.isActive()) {
      path = row.folder();
      break;
    }
  }
  if (!path.isEmpty() && QFileInfo::exists(path)) {
    const QSignalBlocker quiet(this);  // not what the user asked to see now
    open(path);
  }
}

bool FailuresSession::isSettled() const {
  return !m_reading && m_marks.isSettled() && m_pictures.isIdle() && m_maps.isIdle() && m_workspace.isSettled();
}

void FailuresSession::restore() { m_workspace.restoreLayout(m_settings.bytes(settings_key::kFailuresLayout)); }

void FailuresSession::save() {
  m_marks.flush();
  m_settings.setText(settings_key::kEvaluation, m_path);
  m_settings.setBytes(settings_key::kFailuresLayout, m_workspace.saveLayout());
}

}  // namespace ptycho
