#include "widgets/models/run_watcher.h"

#include <chrono>

#include <QDir>
#include <QFileSystemWatcher>

namespace ptycho {
namespace {

constexpr int kForeground_ms = 500;
constexpr int kBackground_ms = 5'000;
constexpr int kEnded_ms = 30'000;
constexpr int kNotified_ms = 100;

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

RunWatcher::RunWatcher(QObject* parent)
    : QObject(parent), m_worker(new QObject), m_notifier(new QFileSystemWatcher(this)) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("run watcher"));
  m_thread.start();
  m_timer.setSingleShot(true);
  m_soon.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &RunWatcher::look);
  connect(&m_soon, &QTimer::timeout, this, &RunWatcher::look);
  connect(m_notifier, &QFileSystemWatcher::directoryChanged, this, [this] {
    if (m_foreground && !m_soon.isActive()) m_soon.start(kNotified_ms);
  });
}

RunWatcher::~RunWatcher() {
  m_thread.quit();
  m_thread.wait();
}

void RunWatcher::setFolder(const QString& folder) {
  ++m_generation;
  m_folder = folder;
  m_series.clear();
  m_status.reset();
  m_result.reset();
  m_timeLeft.clear();
  m_problem.clear();
  m_gone = false;
  m_liveness = RunLiveness::Queued;
  m_busy = false;
  m_timer.stop();
  if (!m_notifier->directories().isEmpty()) m_notifier->removePaths(m_notifier->directories());
  m_reader = folder.isEmpty() ? nullptr : std::make_shared<RunReader>(folder.toStdString());
  if (m_reader) look();
}

void RunWatcher::setForeground(bool foreground) {
  if (m_foreground == foreground) return;
  m_foreground = foreground;
  if (foreground) look();
}

void RunWatcher::look() {
  if (!m_reader) return;
  m_again = m_busy;
  if (m_busy) return;
  m_busy = true;
  m_soon.stop();
  QMetaObject::invokeMethod(m_worker, [this, reader = m_reader, generation = m_generation] {
    auto look = std::make_shared<RunLook>(reader->look(monotonicSeconds()));
    // The destructor waits for this thread, so `this` is alive; the queued call dies with it.
    QMetaObject::invokeMethod(this, [this, look, generation] { take(look, generation); });
  });
}

std::optional<double> RunWatcher::secondsLeft() const {
  return m_status && m_liveness == RunLiveness::Running ? m_timeLeft.estimate(m_status->total) : std::nullopt;
}

void RunWatcher::take(const std::shared_ptr<RunLook>& look, int generation) {
  if (generation != m_generation) return;
  m_busy = false;
  if (m_notifier->directories().isEmpty() && QDir(m_folder).exists()) m_notifier->addPath(m_folder);

  const bool wasGone = m_gone;
  m_gone = look->gone;
  if (m_gone) {
    if (!wasGone) Q_EMIT folderGone(m_folder);
    return scheduleNext();
  }
  // All is taken in before anybody is told, so that a listener to one piece finds the others as new.
  if (look->events.restarted) m_series.clear();
  m_series.append(look->events.events);
  bool statusNews = false;
  if (look->status) {
    statusNews = wasGone || !m_status || m_status->heartbeat != look->status->heartbeat ||
                 m_status->state != look->status->state || m_status->control_id != look->status->control_id ||
                 m_liveness != look->liveness;
    m_status = look->status;
    m_liveness = look->liveness;
    m_timeLeft.add(m_status->elapsed_s, m_status->done);
  }
  if (look->result) m_result = look->result;

  if (look->spec) Q_EMIT specRead(*look->spec);
  if (!look->events.events.empty() || look->events.restarted) Q_EMIT eventsAppended();
  if (statusNews) Q_EMIT statusChanged(*m_status, m_liveness);
  if (look->preview) Q_EMIT previewChanged(look->preview);
  if (look->result) Q_EMIT resultAvailable(m_result);
  const QString problem = QString::fromStdString(look->problem);
  if (!problem.isEmpty() && problem != m_problem) Q_EMIT problemFound(problem);
  if (!problem.isEmpty()) m_problem = problem;
  scheduleNext();
}

void RunWatcher::scheduleNext() {
  if (!m_reader) return;
  if (m_again) return look();
  const bool complete = m_status && hasEnded(m_liveness) && (m_result || m_liveness != RunLiveness::Done);
  const int pause = complete ? kEnded_ms : (m_foreground ? kForeground_ms : kBackground_ms);
  m_timer.start(pause);
}

}  // namespace ptycho
