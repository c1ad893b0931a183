#include "app/window/scheduler_link.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <QProcess>

#include "core/base/atomic_file.h"
#include "core/store/clock_text.h"
#include "core/store/run_folder.h"

namespace ptycho {
namespace {

constexpr int kAsk_ms = 30'000;
constexpr int kLongest_ms = 60'000;  // a command that says nothing for so long has failed

constexpr int kClosing_ms = 3'000;
constexpr const char* kWorthWaiting = "worthWaiting";

std::filesystem::path scriptOf(const QString& folder) {
  return std::filesystem::path(folder.toStdString()) / run_file::kScript;
}

Result<void> writeScript(const QString& folder, const std::string& text) {
  const auto file = scriptOf(folder);
  PTYCHO_CHECK(replaceFileText(file, text));
  std::error_code status;
  using std::filesystem::perms;
  std::filesystem::permissions(file, perms::owner_exec | perms::group_exec, std::filesystem::perm_options::add, status);
  return {};
}

}  // namespace

SchedulerLink::SchedulerLink(QObject* parent) : QObject(parent) {
  m_timer.setInterval(kAsk_ms);
  connect(&m_timer, &QTimer::timeout, this, &SchedulerLink::queryAll);
}

SchedulerLink::~SchedulerLink() {
  m_closing = true;
  for (QProcess* process : findChildren<QProcess*>()) {
    if (process->property(kWorthWaiting).toBool()) process->waitForFinished(kClosing_ms);
    process->disconnect(this);
    process->kill();
    process->waitForFinished(kClosing_ms);
  }
}

const LaunchTemplate* SchedulerLink::find(const std::string& name) const {
  const auto found = std::ranges::find(m_templates, name, &LaunchTemplate::name);
  return found == m_templates.end() ? nullptr : &*found;
}

void SchedulerLink::run(const std::vector<std::string>& command, Patience patience, Answer answer) {
  auto* process = new QProcess(this);
  process->setProperty(kWorthWaiting, patience == Patience::Wait);
  QStringList arguments;
  for (std::size_t i = 1; i < command.size(); ++i) arguments << QString::fromStdString(command[i]);
  auto* limit = new QTimer(process);
  limit->setSingleShot(true);
  connect(limit, &QTimer::timeout, process, &QProcess::kill);
  connect(process, &QProcess::finished, this, [process, answer](int code, QProcess::ExitStatus status) {
    const QByteArray printed = process->readAllStandardOutput() + process->readAllStandardError();
    process->deleteLater();
    answer(status == QProcess::NormalExit ? code : -1, QString::fromUtf8(printed));
  });
  connect(process, &QProcess::errorOccurred, this, [process, answer](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;  // finished() follows
    process->deleteLater();
    answer(-1, process->program() + QStringLiteral(": ") + process->errorString());
  });
  process->setStandardInputFile(QProcess::nullDevice());
  process->start(QString::fromStdString(command.front()), arguments);
  limit->start(kLongest_ms);
}

void SchedulerLink::submit(const QString& folder, const std::string& templateName, TemplateValues values) {
  SchedulerJob job;
  job.template_name = templateName;
  const auto refuse = [this, folder, &job](const std::string& problem) {
    job.problem = problem;
    keep(folder, job);
    Q_EMIT errorFound(tr("The run was not handed over: %1").arg(QString::fromStdString(problem)), folder);
  };
  const LaunchTemplate* given = find(templateName);
  if (!given) return refuse("there is no launch template " + templateName + " any more.");
  values["script"] = scriptOf(folder).string();
  const auto script = fillScript(*given, values);
  const auto command = fillCommand(*given, given->submit, values);
  if (!script || !command) return refuse((script ? command.error() : script.error()).text());
  if (const auto written = writeScript(folder, *script); !written) return refuse(written.error().text());
  run(*command, Patience::Wait, [this, folder, given = *given, job](int code, const QString& printed) mutable {
    const auto id = code == 0 ? jobIdIn(given, printed.toStdString())
                              : Result<std::string>(fail(ErrorCode::Failed, printed.trimmed().toStdString()));
    job.submitted_at = clockText();
    if (id) job.id = *id;
    else job.problem = id.error().message.empty() ? "submit failed." : id.error().message;
    keep(folder, job);
    if (!id) {
      Q_EMIT errorFound(tr("The run was not handed over: %1").arg(QString::fromStdString(job.problem)), printed);
    }
  });
}

void SchedulerLink::keep(const QString& folder, const SchedulerJob& job) {
  if (const auto written = writeSchedulerJob(folder.toStdString(), job); !written) {
    Q_EMIT errorFound(QString::fromStdString(written.error().text()), {});
  }
  if (job.problem.empty() && job.state != SchedulerState::Ended && !m_watched.contains(folder)) m_watched << folder;
  if (!m_timer.isActive() && !m_watched.isEmpty()) m_timer.start();
  Q_EMIT jobChanged(folder);
}

void SchedulerLink::cancel(const QString& folder) {
  auto job = readSchedulerJob(folder.toStdString());
  if (!job || job->id.empty()) return;
  const LaunchTemplate* given = find(job->template_name);
  const auto command = given ? fillCommand(*given, given->cancel, {{"id", job->id}, {"folder", folder.toStdString()},
                                                                   {"name", ""}, {"script", scriptOf(folder).string()},
                                                                   {"command", ""}})
                             : Result<std::vector<std::string>>(badInput("is not there any more.", job->template_name));
  if (!command) {
    Q_EMIT errorFound(QString::fromStdString(command.error().text()), folder);
    return;
  }
  run(*command, Patience::Wait, [this, folder](int code, const QString& printed) {
    if (code != 0) Q_EMIT errorFound(tr("The scheduler did not take the request to end the job."), printed);
    auto now = readSchedulerJob(folder.toStdString());
    if (!now) return;
    if (code == 0) now->cancel_asked_at = clockText();
    keep(folder, *now);
    query(folder);
  });
}

void SchedulerLink::setRuns(const std::vector<RunRow>& rows,
                            const std::function<const RunDigest*(const QString&)>& digestOf) {
  QStringList watched;
  for (const RunRow& row : rows) {
    const RunDigest* digest = digestOf(row.folder());
    const bool open = digest && digest->job && !digest->job->id.empty() && digest->job->state != SchedulerState::Ended;
    if (open && row.isActive()) watched << row.folder();
  }
  const bool first = m_watched.isEmpty() && !watched.isEmpty();
  m_watched = std::move(watched);
  if (m_watched.isEmpty()) m_timer.stop();
  else if (!m_timer.isActive()) m_timer.start();
  if (first) queryAll();
}

void SchedulerLink::queryAll() {
  for (const QString& folder : std::as_const(m_watched)) query(folder);
}

void SchedulerLink::query(const QString& folder) {
  const auto job = readSchedulerJob(folder.toStdString());
  const LaunchTemplate* given = job ? find(job->template_name) : nullptr;
  if (m_closing || !given || job->id.empty() || m_asking.contains(folder)) return;
  const auto command = fillCommand(*given, given->query, {{"id", job->id}, {"folder", folder.toStdString()},
                                                          {"name", ""}, {"script", scriptOf(folder).string()},
                                                          {"command", ""}});
  if (!command) return;
  m_asking.insert(folder);
  run(*command, Patience::Drop, [this, folder, given = *given](int code, const QString& printed) {
    m_asking.remove(folder);
    const auto now = readSchedulerJob(folder.toStdString());
    if (now) keep(folder, afterAnswer(*now, schedulerAnswer(given, code, printed.toStdString()), clockText()));
  });
}

}  // namespace ptycho
