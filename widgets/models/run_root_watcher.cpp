#include "widgets/models/run_root_watcher.h"

#include <chrono>

namespace ptycho {
namespace {

constexpr int kForeground_ms = 2'000;
constexpr int kBackground_ms = 10'000;

}  // namespace

RunRootWatcher::RunRootWatcher(QObject* parent) : QObject(parent), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("run catalogue"));
  m_thread.start(QThread::LowPriority);
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &RunRootWatcher::look);
}

RunRootWatcher::~RunRootWatcher() {
  m_thread.quit();
  m_thread.wait();
}

void RunRootWatcher::setRoot(const QString& root) {
  m_root = root;
  m_memory = std::make_shared<Memory>(root.toStdString());
  m_busy = false;
  look();
}

void RunRootWatcher::setForeground(bool foreground) {
  if (m_foreground == foreground) return;
  m_foreground = foreground;
  if (foreground) look();
}

void RunRootWatcher::look() {
  if (m_root.isEmpty() || m_busy) return;
  m_busy = true;
  QMetaObject::invokeMethod(m_worker, [this, root = m_root, memory = m_memory] {
    const double now_s = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    std::vector<RunRow> rows;
    for (auto& entry : memory->catalogue.list()) {
      RunRow row{std::move(entry), RunLiveness::Queued};
      if (row.entry.status) row.liveness = memory->judges[row.entry.folder.string()].judge(*row.entry.status, now_s);
      rows.push_back(std::move(row));
    }
    QMetaObject::invokeMethod(this, [this, root, rows = std::move(rows)]() mutable { take(std::move(rows), root); });
  });
}

void RunRootWatcher::take(std::vector<RunRow> rows, const QString& root) {
  if (root != m_root) return;
  m_busy = false;
  m_rows = std::move(rows);
  Q_EMIT rowsChanged(m_rows);
  m_timer.start(m_foreground ? kForeground_ms : kBackground_ms);
}

}  // namespace ptycho
