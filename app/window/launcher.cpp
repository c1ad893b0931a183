#include "app/window/launcher.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QUuid>

#include "core/store/run_folder.h"
#include "widgets/models/shell_line.h"

namespace ptycho {
namespace {

constexpr int kLook_ms = 200;

QString statusFile(const QString& folder) { return folder + QLatin1Char('/') + run_file::kStatus; }

}  // namespace

Launcher::Launcher(QObject* parent)
    : QObject(parent), m_program(QCoreApplication::applicationDirPath() + QStringLiteral("/ptychodesk-cli")) {
  m_timer.setInterval(kLook_ms);
  connect(&m_timer, &QTimer::timeout, this, &Launcher::look);
}

bool Launcher::start(const QStringList& arguments, const QString& folder, const QString& workingDirectory) {
  Child child;
  child.folder = folder;
  child.resumes = QFile::exists(statusFile(folder));
  child.command = shellLine(m_program, arguments);
  child.errorFile =
      QDir::temp().filePath(QStringLiteral("ptychodesk-%1.log").arg(QUuid::createUuid().toString(QUuid::Id128)));
  QProcess process;
  process.setProgram(m_program);
  process.setArguments(arguments);
  if (QDir(workingDirectory).exists()) process.setWorkingDirectory(workingDirectory);
  process.setStandardInputFile(QProcess::nullDevice());
  process.setStandardOutputFile(QProcess::nullDevice());
  process.setStandardErrorFile(child.errorFile);
  if (!process.startDetached(&child.pid)) {
    QFile::remove(child.errorFile);
    Q_EMIT failed(folder, tr("%1 cannot be started; it should be beside this program.").arg(m_program),
                  process.errorString() + QLatin1Char('\n') + child.command);
    return false;
  }
  m_children.push_back(child);
  m_timer.start();
  return true;
}

bool Launcher::hasArrived(const Child& child) {
  if (!QFile::exists(statusFile(child.folder))) return false;
  if (!child.resumes) return true;
  const auto status = readRunStatus(child.folder.toStdString());
  return status && status->pid == child.pid;  // the one before has left its own number
}

void Launcher::look() {
  // A child may end between two questions, so the process is asked first and the folder second.
  std::vector<Child> waiting;
  for (const Child& child : m_children) {
    const bool alive = processStartTime(child.pid) != 0;
    if (hasArrived(child)) {
      QFile::remove(child.errorFile);  // the run's own log goes on
      Q_EMIT arrived(child.folder);
    } else if (alive) {
      waiting.push_back(child);
    } else {
      report(child);
    }
  }
  m_children = std::move(waiting);
  if (m_children.empty()) m_timer.stop();
}

void Launcher::report(const Child& child) {
  QFile file(child.errorFile);
  const QString said = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(64 * 1024)).trimmed() : QString();
  file.close();
  file.remove();
  QString first = said.section(QLatin1Char('\n'), 0, 0);
  if (first.startsWith(QLatin1String("error: "))) first.remove(0, 7);
  Q_EMIT failed(child.folder, first.isEmpty() ? tr("The program ended without saying why.") : first,
                said + QStringLiteral("\n\n") + child.command);
}

}  // namespace ptycho
