#include "app/window/run_launching.h"

#include <algorithm>
#include <filesystem>

#include <QDir>
#include <QFileInfo>
#include <QtConcurrent>

#include "app/window/launcher.h"
#include "core/base/version.h"
#include "core/store/run_folder.h"
#include "core/store/shell_text.h"

namespace ptycho {
namespace {

/// What of the environment changes how a run goes.
constexpr const char* kEnvironment[] = {"OMP_NUM_THREADS", "OMP_WAIT_POLICY", "MKL_NUM_THREADS",
                                        "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"};

std::vector<LaunchTemplate> allTemplates(const QString& folder, std::vector<std::string>& problems) {
  auto templates = readLaunchTemplates(folder.toStdString(), problems);
  const bool hasSlurm = std::ranges::any_of(templates, [](const auto& one) { return one.name == "slurm"; });
  if (!hasSlurm) templates.insert(templates.begin(), slurmTemplate());
  return templates;
}

std::vector<std::string> filledArguments(const LaunchRequest& request, const std::filesystem::path& folder) {
  std::vector<std::string> arguments;
  const QString folderText = QString::fromStdString(folder.string());
  const QString spec = QStringLiteral("--spec=") + QLatin1String(kRunFolderWord);
  for (QString argument : request.arguments) {
    if (argument.startsWith(spec)) argument.replace(QLatin1String(kRunFolderWord), folderText);
    arguments.push_back(argument.toStdString());
  }
  arguments.emplace_back("--run-folder");
  arguments.push_back(folder.string());
  return arguments;
}

}  // namespace

RunLaunching::RunLaunching(Launcher& launcher, const QString& templateFolder, QObject* parent)
    : QObject(parent), m_launcher(launcher), m_templateFolder(templateFolder), m_autoDevice(deviceOfThisComputer()) {
  constexpr int kSoon_ms = 300;
  m_one.setMaxThreadCount(1);
  m_templatesSoon.setSingleShot(true);
  m_templatesSoon.setInterval(kSoon_ms);
  const auto soon = [this] { m_templatesSoon.start(); };
  connect(&m_templateFiles, &QFileSystemWatcher::directoryChanged, this, soon);
  connect(&m_templateFiles, &QFileSystemWatcher::fileChanged, this, soon);
  connect(&m_templatesSoon, &QTimer::timeout, this, &RunLaunching::readTemplates);
  readTemplates();
  connect(&m_schedulers, &SchedulerLink::errorFound, this, &RunLaunching::errorFound);
  connect(&m_schedulers, &SchedulerLink::jobChanged, this, &RunLaunching::changed);
  connect(&m_launcher, &Launcher::failed, this, [this](const QString& folder, const QString& message, const QString&) {
    if (m_goingOn.remove(folder)) return Q_EMIT changed(folder);
    if (!m_starting.remove(folder)) return;
    const auto ended = endQueuedRun(folder.toStdString(), RunState::Failed, message.toStdString());
    if (!ended) Q_EMIT errorFound(QString::fromStdString(ended.error().text()), {});
    Q_EMIT changed(folder);
  });
}

void RunLaunching::readTemplates() {
  std::vector<std::string> problems;
  auto templates = allTemplates(m_templateFolder, problems);
  // A folder that is not there yet shows in the one above it, which holds the settings too and changes with each of them.
  const QString above = QFileInfo(m_templateFolder).path();
  if (QFileInfo::exists(m_templateFolder)) {
    m_templateFiles.removePath(above);
    m_templateFiles.addPath(m_templateFolder);
  } else {
    m_templateFiles.addPath(above);
  }
  // Files that were replaced must be watched anew.
  for (const QFileInfo& file : QDir(m_templateFolder).entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
    m_templateFiles.addPath(file.filePath());
  }
  QString details;
  for (const auto& problem : problems) details += QString::fromStdString(problem) + QLatin1Char('\n');
  if (!details.isEmpty() && details != m_templateProblems) {
    // After whoever listens has been connected.
    QMetaObject::invokeMethod(this, [this, details] {
      Q_EMIT errorFound(tr("Not every launch template can be used."), details);
    }, Qt::QueuedConnection);
  }
  m_templateProblems = details;
  if (templates == m_templates) return;
  m_templates = std::move(templates);
  m_schedulers.setTemplates(m_templates);
  Q_EMIT templatesChanged();
}

RunLaunch RunLaunching::surroundings(const LaunchRequest& request) const {
  RunLaunch launch;
  launch.program = m_launcher.program().toStdString();
  launch.version = programVersion();
  launch.working_directory = QDir::currentPath().toStdString();
  for (const char* name : kEnvironment) {
    if (qEnvironmentVariableIsSet(name)) launch.environment[name] = qEnvironmentVariable(name).toStdString();
  }
  launch.device = (request.device == QLatin1String("auto") ? m_autoDevice : request.device).toStdString();
  launch.run_on = request.run_on.toStdString();
  if (launch.run_on.empty()) launch.host = hostName();
  return launch;
}

QString RunLaunching::surroundingsText() const {
  const RunLaunch launch = surroundings({});
  QStringList parts{tr("in %1").arg(QString::fromStdString(launch.working_directory)),
                    tr("version %1").arg(QString::fromStdString(launch.version))};
  for (const auto& [name, value] : launch.environment) parts << QString::fromStdString(name + "=" + value);
  parts << tr("into a new folder below %1").arg(m_root);
  return parts.join(QStringLiteral(" · "));
}

void RunLaunching::enqueue(const LaunchRequest& request) {
  QtConcurrent::run(&m_one, [root = m_root, request, launch = surroundings(request)] {
    return enqueueRun(root.toStdString(), request.verb.toStdString(), request.name.toStdString(), request.spec,
                      [&](const std::filesystem::path& folder) {
                        RunLaunch filled = launch;
                        filled.arguments = filledArguments(request, folder);
                        return filled;
                      });
  }).then(this, [this, request](const Result<std::filesystem::path>& made) {
    if (!made) return Q_EMIT errorFound(QString::fromStdString(made.error().text()), {});
    const QString folder = QString::fromStdString(made->string());
    if (!request.run_on.isEmpty()) handOver(folder, request);
    Q_EMIT queued(folder);
  });
}

void RunLaunching::handOver(const QString& folder, const LaunchRequest& request) {
  const auto launch = readRunLaunch(folder.toStdString());
  if (!launch) return;
  std::vector<std::string> words{launch->program};
  words.insert(words.end(), launch->arguments.begin(), launch->arguments.end());
  TemplateValues values = request.values;
  values["command"] = shellWords(words);
  values["folder"] = folder.toStdString();
  values["name"] = request.name.toStdString();
  m_schedulers.submit(folder, request.run_on.toStdString(), std::move(values));
}

void RunLaunching::goOn(const RunRow& row, const QStringList& arguments, const QString& workingDirectory) {
  m_goingOn[row.folder()] = row.entry.status ? row.entry.status->pid : 0;
  m_launcher.start(arguments, row.folder(), workingDirectory);
}

void RunLaunching::continueRun(const RunRow& row, const RunDigest* digest, const QStringList& arguments) {
  if (m_goingOn.contains(row.folder())) return;
  const QString device = deviceOfRun(digest, m_autoDevice);
  if (!takesDevice(row, digest) || !m_busy.contains(device)) {
    if (takesDevice(row, digest)) m_busy << device;
    (void)takeWaitingToGoOn(row.folder().toStdString());  // it need not wait any more
    return goOn(row, arguments, {});
  }
  LaunchRequest request;
  request.device = device;
  RunLaunch launch = surroundings(request);
  for (const QString& argument : arguments) launch.arguments.push_back(argument.toStdString());
  if (const auto waits = waitToGoOn(row.folder().toStdString(), launch); !waits) {
    return Q_EMIT errorFound(QString::fromStdString(waits.error().text()), {});
  }
  Q_EMIT waitsToGoOn(row.folder(), device);
  Q_EMIT changed(row.folder());
}

void RunLaunching::setRuns(const std::vector<RunRow>& rows,
                           const std::function<const RunDigest*(const QString&)>& digestOf) {
  m_schedulers.setRuns(rows, digestOf);
  m_starting.removeIf([&](const QString& folder) {
    const auto row = std::ranges::find(rows, folder, &RunRow::folder);
    return row != rows.end() && row->liveness != RunLiveness::Queued;  // the list may be older than the run
  });
  for (const RunRow& row : rows) {
    const auto before = m_goingOn.constFind(row.folder());
    const bool begun = row.entry.status && before != m_goingOn.cend() && row.entry.status->pid != *before;
    if (begun) m_goingOn.erase(before);
    const RunDigest* digest = digestOf(row.folder());
    // Somebody else went on with it.
    const bool needless = digest && digest->continues && row.entry.problem.empty() && !canGoOn(row.liveness);
    if (needless && takeWaitingToGoOn(row.folder().toStdString())) Q_EMIT changed(row.folder());
  }
  QSet<QString> starting = m_starting;
  for (auto one = m_goingOn.keyBegin(); one != m_goingOn.keyEnd(); ++one) starting.insert(*one);
  const QueueTurns turns = queueTurns(rows, digestOf, starting, m_autoDevice);
  m_busy = turns.busy;
  for (const QString& folder : turns.start) {
    // The list may be older than the folder: it is asked once more.
    const RunDigest* digest = digestOf(folder);
    if (isQueuedRun(folder.toStdString())) {
      start(folder, *digest->launch);
    } else if (digest->continues && takeWaitingToGoOn(folder.toStdString())) {
      QStringList arguments;
      for (const auto& argument : digest->continues->arguments) arguments << QString::fromStdString(argument);
      goOn(*std::ranges::find(rows, folder, &RunRow::folder), arguments,
           QString::fromStdString(digest->continues->working_directory));
      Q_EMIT changed(folder);
    }
  }
  Q_EMIT busyChanged(turns.busy);
}

void RunLaunching::start(const QString& folder, const RunLaunch& launch) {
  QStringList arguments;
  for (const auto& argument : launch.arguments) arguments << QString::fromStdString(argument);
  m_starting.insert(folder);
  m_launcher.start(arguments, folder, QString::fromStdString(launch.working_directory));
}

void RunLaunching::takeOut(const QString& folder) {
  const auto job = readSchedulerJob(folder.toStdString());
  if (job && !job->id.empty() && job->state != SchedulerState::Ended) return m_schedulers.cancel(folder);
  const auto ended = endQueuedRun(folder.toStdString(), RunState::Stopped, "Taken out of the queue.");
  if (!ended) Q_EMIT errorFound(QString::fromStdString(ended.error().text()), {});
  Q_EMIT changed(folder);
}

}  // namespace ptycho
