#include "app/window/import_child.h"

#include <utility>

#include <QTimer>

#include "app/window/launcher.h"
#include "widgets/models/shell_line.h"

namespace ptycho {
namespace {

constexpr int kPatience_ms = 2000;

}  // namespace

ImportChild::ImportChild(const Launcher& launcher, QObject* parent) : QObject(parent), m_launcher(launcher) {}

ImportChild::~ImportChild() { cancel(); }

void ImportChild::start(const QStringList& arguments) {
  cancel();
  auto* process = new QProcess(this);
  m_process = process;
  process->setProgram(m_launcher.program());
  process->setArguments(arguments);
  process->setStandardInputFile(QProcess::nullDevice());
  connect(process, &QProcess::finished, this, &ImportChild::finish);
  connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart || process != m_process) return;
    m_process = nullptr;
    process->deleteLater();
    Q_EMIT failed(tr("%1 cannot be started; it should be beside this program.").arg(process->program()),
                  process->errorString());
  });
  process->start();
}

void ImportChild::cancel() {
  QProcess* process = std::exchange(m_process, nullptr);
  if (!process) return;
  // Its own reader ends with it. It is given time to say so, away from the window.
  process->disconnect(this);
  process->setParent(nullptr);
  connect(process, &QProcess::finished, process, &QObject::deleteLater);
  if (process->state() == QProcess::NotRunning) return process->deleteLater();
  process->terminate();
  QTimer::singleShot(kPatience_ms, process, &QProcess::kill);
}

void ImportChild::finish(int code, QProcess::ExitStatus status) {
  QProcess* process = std::exchange(m_process, nullptr);
  process->deleteLater();
  if (status == QProcess::NormalExit && code == 0) return Q_EMIT answered(process->readAllStandardOutput());
  const QString said = QString::fromUtf8(process->readAllStandardError()).trimmed();
  QString first = said.section(QLatin1Char('\n'), 0, 0);
  if (first.startsWith(QLatin1String("error: "))) first.remove(0, 7);
  if (status == QProcess::CrashExit) first = tr("The reader ended without an answer; the file may be damaged.");
  else if (first.isEmpty()) first = tr("The program ended without saying why.");
  Q_EMIT failed(first, said + QStringLiteral("\n\n") + shellLine(process->program(), process->arguments()));
}

}  // namespace ptycho
