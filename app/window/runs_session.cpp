#include "app/window/runs_session.h"

#include <chrono>

#include <QFileInfo>
#include <QtConcurrent>

#include "app/window/app_settings.h"
#include "app/window/launcher.h"
#include "app/window/monitor_feed.h"
#include "app/window/run_launching.h"
#include "app/window/run_removal.h"
#include "core/store/run_queue.h"
#include "widgets/models/run_details.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/rerun.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_workspace.h"
#include "widgets/runs/training_form.h"
#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {
namespace {

constexpr int kPoll_ms = 500;
constexpr int kDetails_ms = 3000;

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

RunsSession::RunsSession(RunsWorkspace& workspace, Launcher& launcher, AppSettings& settings, QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_launcher(launcher),
      m_settings(settings),
      m_launching(new RunLaunching(launcher, settings.folder() + QStringLiteral("/launch"), this)),
      m_removal(new RunRemoval(workspace, this)),
      m_monitor(new TrainingMonitor(&workspace)),
      m_feed(new MonitorFeed(*m_monitor, workspace.model(), this)) {
  m_workspace.setMonitor(m_monitor);
  m_poll.setInterval(kPoll_ms);
  m_details.setInterval(kDetails_ms);
  connect(&m_poll, &QTimer::timeout, this, &RunsSession::pollChosen);
  connect(&m_details, &QTimer::timeout, this, [this] {
    const RunRow* row = m_workspace.model().rowOf(m_workspace.shownRun());
    if (row && row->isActive()) readDetails(row->folder());
  });
  m_poll.start();
  m_details.start();
  connect(&m_digests, &RunDigests::digestsChanged, this, [this](const QStringList& folders) {
    for (const QString& folder : folders) {
      if (const RunDigest* digest = m_digests.digest(folder)) m_workspace.setDigest(folder, *digest);
    }
    m_workspace.setRows(m_rows);
    tendQueue();
  });
  connectWorkspace();
  connectMonitor();
  connectRemoval();
  connectLaunching();
}

RunsSession::~RunsSession() = default;

void RunsSession::report(const Error& error) { Q_EMIT errorFound(QString::fromStdString(error.text()), {}); }

void RunsSession::connectWorkspace() {
  connect(&m_workspace, &RunsWorkspace::runChosen, this, [this](const QString& folder) {
    m_judge = {};
    if (!folder.isEmpty()) readDetails(folder);
  });
  connect(&m_workspace, &RunsWorkspace::detailsWanted, this, [this](const QStringList& folders) {
    for (const QString& folder : folders) readDetails(folder);
  });
  connect(&m_workspace, &RunsWorkspace::requestMade, this, &RunsSession::request);
  connect(&m_workspace, &RunsWorkspace::continueRequested, this, &RunsSession::continueRun);
  connect(&m_workspace, &RunsWorkspace::openRequested, this, &RunsSession::openRequested);
  connect(&m_workspace, &RunsWorkspace::cloneRequested, this, [this](const QString& folder) {
    withSpec(folder, [this, folder](const Json& spec) {
      auto request = trainingRequestOfRun(spec, folder);
      if (!request) return report(request.error());
      m_workspace.showTraining(*request);
    });
  });
  connect(&m_workspace, &RunsWorkspace::rerunRequested, this, [this](const QString& folder) {
    withSpec(folder, [this, folder](const Json& spec) {
      const auto launch = rerunOf(spec, folder);
      if (!launch) return report(launch.error());
      m_launching->enqueue(*launch);
    });
  });
  connect(&m_workspace, &RunsWorkspace::notesEdited, this, [this](const QString& folder, const RunNotes& notes) {
    QtConcurrent::run([folder, notes] {
      return writeRunNotes(folder.toStdString(), notes);
    }).then(this, [this, folder](const Result<void>& written) {
      if (!written) report(written.error());
      m_digests.refresh(folder);
    });
  });
}

void RunsSession::connectMonitor() {
  const auto choose = [this] { m_feed->setRuns(m_workspace.model().ticked(), m_workspace.shownRun()); };
  connect(&m_workspace, &RunsWorkspace::tickedChanged, this, choose);
  connect(&m_workspace, &RunsWorkspace::runChosen, this, choose);
  connect(&m_workspace, &RunsWorkspace::hovered, m_monitor, &TrainingMonitor::highlight);
  connect(m_monitor, &TrainingMonitor::highlighted, &m_workspace, &RunsWorkspace::highlight);
  connect(m_feed, &MonitorFeed::problemFound, this, [this](const QString& message) { Q_EMIT errorFound(message, {}); });
}

void RunsSession::connectRemoval() {
  connect(m_removal, &RunRemoval::errorFound, this, &RunsSession::errorFound);
  connect(m_removal, &RunRemoval::noteGiven, this, &RunsSession::noteGiven);
  connect(m_removal, &RunRemoval::listWanted, this, &RunsSession::listWanted);
  connect(m_removal, &RunRemoval::cleaned, this, &RunsSession::readDetails);
  connect(&m_workspace, &RunsWorkspace::deleteRequested, this, [this](const QStringList& folders) {
    // A job that waits elsewhere would look for its folder in vain.
    for (const QString& folder : folders) {
      const RunRow* row = m_workspace.model().rowOf(folder);
      const RunDigest* digest = m_digests.digest(folder);
      if (row && row->liveness == RunLiveness::Queued && digest && digest->job) m_launching->takeOut(folder);
    }
    m_removal->remove(folders);
  });
}

void RunsSession::connectLaunching() {
  LaunchPanel& panel = m_workspace.launchPanel();
  panel.setTemplates(m_launching->templates());
  connect(m_launching, &RunLaunching::templatesChanged, this,
          [this] { m_workspace.launchPanel().setTemplates(m_launching->templates()); });
  panel.setAutoDevice(m_launching->autoDevice());
  connect(&m_workspace, &RunsWorkspace::launchRequested, m_launching, &RunLaunching::enqueue);
  connect(&m_workspace, &RunsWorkspace::queueMoved, this, [this](const QString& folder, double position) {
    if (const auto moved = moveInQueue(folder.toStdString(), position); !moved) report(moved.error());
    m_digests.refresh(folder);
  });
  connect(&m_workspace, &RunsWorkspace::waitEnded, this, [this](const QString& folder) {
    (void)takeWaitingToGoOn(folder.toStdString());  // else it has just gone on
    m_digests.refresh(folder);
  });
  connect(m_launching, &RunLaunching::waitsToGoOn, this, [this](const QString& folder, const QString& device) {
    Q_EMIT noteGiven(tr("%1 goes on when %2 is free; its place is in the queue.")
                         .arg(folder.section(QLatin1Char('/'), -1), device));
  });
  connect(m_launching, &RunLaunching::busyChanged, &panel, &LaunchPanel::setBusyDevices);
  connect(m_launching, &RunLaunching::errorFound, this, &RunsSession::errorFound);
  connect(m_launching, &RunLaunching::changed, this, [this](const QString& folder) {
    m_digests.refresh(folder);
    Q_EMIT listWanted();
  });
  connect(m_launching, &RunLaunching::queued, this, [this](const QString& folder) {
    m_digests.refresh(folder);
    Q_EMIT noteGiven(tr("%1 is in the queue.").arg(folder.section(QLatin1Char('/'), -1)));
    Q_EMIT listWanted();
  });
  connect(&m_launcher, &Launcher::arrived, this, [this](const QString& folder) {
    m_digests.refresh(folder);
    Q_EMIT listWanted();
  });
}

void RunsSession::tendQueue() {
  m_launching->setRuns(m_rows, [this](const QString& folder) { return m_digests.digest(folder); });
}

void RunsSession::setRunRows(const std::vector<RunRow>& rows) {
  m_rows = rows;
  m_digests.setRows(rows);
  m_workspace.setRows(rows);
  restoreTicks();
  m_feed->refresh();
  tendQueue();
}

void RunsSession::setRunsRoot(const QString& root) {
  m_launching->setRoot(root);
  m_removal->setRoot(root);
  m_workspace.setRunsRoot(root);
  m_workspace.launchPanel().setSurroundings(m_launching->surroundingsText());
  const QFileInfo folder(root);
  const bool readOnly = folder.exists() && !folder.isWritable();
  const QString obstacle = tr("%1 cannot be written: its runs can be looked at, and nothing else.").arg(root);
  m_workspace.launchPanel().setRootObstacle(readOnly ? obstacle : QString());
  if (readOnly) Q_EMIT noteGiven(obstacle);
}

void RunsSession::setForeground(bool foreground) {
  m_feed->setForeground(foreground);
  m_poll.setInterval(foreground ? kPoll_ms : 10 * kPoll_ms);
  m_details.setInterval(foreground ? kDetails_ms : 10 * kDetails_ms);
}

bool RunsSession::isSettled() const { return m_reading == 0 && m_digests.isSettled(); }

void RunsSession::readDetails(const QString& folder) {
  ++m_reading;
  QtConcurrent::run([folder] { return readRunDetails(folder); }).then(this, [this](const RunDetails& details) {
    --m_reading;
    m_workspace.setDetails(details);
  });
}

/// The table learns of a run every two seconds; who has asked it to stop wants to see the answer sooner.
void RunsSession::pollChosen() {
  const RunRow* row = m_workspace.model().rowOf(m_workspace.shownRun());
  if (m_polling || !row || !row->isActive() || !row->entry.problem.empty()) return;
  m_polling = true;
  QtConcurrent::run([folder = row->folder()] {
    return std::pair(folder, readRunStatus(folder.toStdString()));
  }).then(this, [this](const std::pair<QString, Result<RunStatus>>& read) {
    m_polling = false;
    const auto& [folder, status] = read;
    if (!status || folder != m_workspace.shownRun()) return;
    m_workspace.setRunStatus(folder, *status, m_judge.judge(*status, monotonicSeconds()));
  });
}

void RunsSession::request(const QString& folder, const QString& what) {
  const RunRow* row = m_workspace.model().rowOf(folder);
  // The list may be older than the run: it is asked once more.
  if (row && row->liveness == RunLiveness::Queued && isQueuedRun(folder.toStdString())) {
    if (what == QLatin1String("stop")) m_launching->takeOut(folder);
    else Q_EMIT noteGiven(tr("It has not begun yet; Stop takes it out of the queue."));
    return;
  }
  const auto id = requestRun(folder.toStdString(), what.toStdString());
  if (!id) return report(id.error());
  m_workspace.setRequestWritten(what, QString::fromStdString(*id), QDateTime::currentDateTime());
}

void RunsSession::continueRun(const QString& folder) {
  const RunRow* row = m_workspace.model().rowOf(folder);
  if (!row) return;
  m_judge = {};
  m_launching->continueRun(*row, m_digests.digest(folder),
                           continueArguments(QString::fromStdString(row->entry.verb), folder));
}

void RunsSession::withSpec(const QString& folder, std::function<void(const Json&)> use) {
  QtConcurrent::run([folder] {
    return readRunSpec(folder.toStdString());
  }).then(this, [this, use = std::move(use)](const Result<Json>& spec) {
    if (!spec) return report(spec.error());
    use(*spec);
  });
}

void RunsSession::restore() {
  m_workspace.model().colours().fromText(m_settings.text(settings_key::kRunColours));
  m_workspace.restoreLayout(m_settings.bytes(settings_key::kRunsLayout));
  m_monitor->restoreLayout(m_settings.bytes(settings_key::kMonitorLayout));
  const auto json = parseJson(m_settings.text(settings_key::kTraining).toStdString(), "session");
  if (json && json->contains("training")) {
    m_workspace.launchPanel().training().setRequest(trainingRequestFromJson(*json));
  }
}

/// The runs of last time are ticked and chosen once they are in the list.
void RunsSession::restoreTicks() {
  if (m_restored || m_rows.empty()) return;
  m_restored = true;
  for (const QString& folder : m_settings.text(settings_key::kRunsTicked).split(QLatin1Char('\n'))) {
    m_workspace.model().setTicked(folder, true);
  }
  const bool chosen = !m_workspace.shownRun().isEmpty() || m_workspace.isAwaiting();
  if (!chosen) m_workspace.select(m_settings.text(settings_key::kRunsChosen));
}

void RunsSession::save() {
  RunTableModel& model = m_workspace.model();
  m_settings.setText(settings_key::kRunColours, model.colours().toText());
  m_settings.setBytes(settings_key::kRunsLayout, m_workspace.saveLayout());
  m_settings.setBytes(settings_key::kMonitorLayout, m_monitor->saveLayout());
  const Json training = trainingRequestToJson(m_workspace.launchPanel().training().request());
  m_settings.setText(settings_key::kTraining, QString::fromStdString(jsonText(training)));
  if (!m_restored) return;  // the list was never read: what was shown last time stays
  m_settings.setText(settings_key::kRunsTicked, model.ticked().join(QLatin1Char('\n')));
  m_settings.setText(settings_key::kRunsChosen, m_workspace.shownRun());
}

}  // namespace ptycho
