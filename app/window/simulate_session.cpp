#include "app/window/simulate_session.h"

#include <QDir>
#include <QFileInfo>
#include <QUuid>

#include "app/window/app_settings.h"
#include "app/window/launcher.h"
#include "core/base/atomic_file.h"
#include "widgets/kit/form/file_question.h"
#include "widgets/models/new_run_folder.h"
#include "widgets/models/run_row.h"
#include "widgets/reconstruct/command_line.h"

namespace ptycho {
namespace {

/// "dead-leaves-60px": what a person would call the scan.
QString scanName(const SimulationSpec& spec) {
  const auto source = findField<ObjectSpec>("source")->get(spec.object);
  QString name = QString::fromStdString(std::get<std::string>(source));
  if (!spec.object.path.empty()) name = QFileInfo(QString::fromStdString(spec.object.path)).completeBaseName();
  return name + QStringLiteral("-%1px").arg(spec.scan.step_px);
}

}  // namespace

SimulateSession::SimulateSession(Launcher& launcher, AppSettings& settings, QWidget* window)
    : QObject(window), m_launcher(launcher), m_settings(settings), m_window(window) {
  connect(&m_watcher, &RunWatcher::statusChanged, this, &SimulateSession::follow);
  connect(&m_launcher, &Launcher::failed, this, [this](const QString& folder) {
    if (folder == m_watcher.folder()) m_watcher.setFolder({});
  });
  connect(&m_launcher, &Launcher::arrived, this, [this](const QString& folder) {
    if (folder == m_watcher.folder()) QFile::remove(m_specFile);
  });
}

void SimulateSession::simulateToFile(const SimulationSpec& spec) {
  askForFile(m_window, m_dialog,
             {tr("Simulate into"), tr("HDF5 (*.h5)"), QStringLiteral("h5"), scanName(spec) + QStringLiteral(".h5")},
             [this, spec](const QString& file) { start(spec, file, false); });
}

void SimulateSession::simulateForReconstruction(const SimulationSpec& spec) { start(spec, {}, true); }

void SimulateSession::start(const SimulationSpec& spec, const QString& output, bool reconstruct) {
  if (isBusy()) return Q_EMIT noteGiven(tr("A simulation is under way; it will be shown when it is done."));
  const QString folder = newRunFolder(m_settings.runsRoot(), QStringLiteral("simulate"), scanName(spec));
  if (!QDir().mkpath(QFileInfo(folder).path())) {
    return Q_EMIT errorFound(
        tr("The runs folder %1 cannot be made; choose another one in the File menu.").arg(QFileInfo(folder).path()),
        {});
  }
  m_spec = spec;
  m_reconstruct = reconstruct;
  m_output = output.isEmpty() ? folder + QStringLiteral("/scan.h5") : output;
  m_specFile =
      QDir::temp().filePath(QStringLiteral("ptychodesk-%1.json").arg(QUuid::createUuid().toString(QUuid::Id128)));
  if (const auto kept = replaceFileText(m_specFile.toStdString(), jsonText(simulationSpecToJson(spec), 2)); !kept) {
    return Q_EMIT errorFound(QString::fromStdString(kept.error().text()), {});
  }
  QStringList arguments = simulateArguments(m_specFile, m_output);
  arguments << QStringLiteral("--run-folder") << folder;
  m_watcher.setFolder(folder);
  if (m_launcher.start(arguments, folder)) Q_EMIT noteGiven(tr("Simulating %1 …").arg(QFileInfo(m_output).fileName()));
}

void SimulateSession::follow(const RunStatus& status, RunLiveness liveness) {
  if (!hasEnded(liveness)) return;
  m_watcher.setFolder({});
  if (liveness != RunLiveness::Done) {
    const QString said = QString::fromStdString(status.message);
    return Q_EMIT errorFound(
        tr("The simulation has not been carried out: %1").arg(said.isEmpty() ? livenessWord(liveness) : said), {});
  }
  Q_EMIT written(m_output);
  if (m_reconstruct) Q_EMIT reconstructable(m_output, m_spec);
  else Q_EMIT noteGiven(tr("%1 written. Open it in Reconstruct with Ctrl+O.").arg(m_output));
}

}  // namespace ptycho
