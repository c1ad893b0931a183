#include "widgets/models/evaluation_watcher.h"

#include <chrono>

#include "widgets/models/run_reader.h"

namespace ptycho {
namespace {

constexpr int kForeground_ms = 500;
constexpr int kBackground_ms = 5'000;
constexpr int kEnded_ms = 10'000;

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

EvaluationWatcher::EvaluationWatcher(QObject* parent) : QObject(parent), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("evaluation watcher"));
  m_thread.start();
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &EvaluationWatcher::look);
}

EvaluationWatcher::~EvaluationWatcher() {
  m_thread.quit();
  m_thread.wait();
}

void EvaluationWatcher::setFolder(const QString& folder) {
  ++m_generation;
  m_folder = folder;
  m_busy = m_looked = false;
  m_timer.stop();
  m_reader = folder.isEmpty() ? nullptr : std::make_shared<EvaluationReader>(folder.toStdString());
  if (m_reader) look();
}

void EvaluationWatcher::setForeground(bool foreground) {
  if (m_foreground == foreground) return;
  m_foreground = foreground;
  if (foreground) look();
}

void EvaluationWatcher::look() {
  if (!m_reader || m_busy) return;
  m_busy = true;
  QMetaObject::invokeMethod(m_worker, [this, reader = m_reader, generation = m_generation] {
    auto look = std::make_shared<EvaluationLook>(reader->look(monotonicSeconds()));
    // The destructor waits for this thread, so `this` is alive; the queued call dies with it.
    QMetaObject::invokeMethod(this, [this, look, generation] { take(look, generation); });
  });
}

void EvaluationWatcher::take(const std::shared_ptr<EvaluationLook>& look, int generation) {
  if (generation != m_generation) return;
  m_busy = false;
  m_looked = true;
  const bool ended = look->gone || (look->status && hasEnded(look->liveness));
  m_timer.start(ended ? kEnded_ms : m_foreground ? kForeground_ms : kBackground_ms);
  Q_EMIT looked(*look);
}

}  // namespace ptycho
