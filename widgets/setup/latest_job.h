#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace ptycho {

/// Work in the background of which only the newest request matters: while one runs the next waits, and a newer one
/// takes its place. Every result that comes is handed over, in the thread of the owner, so that a picture follows a
/// dragged spin box as fast as it can and always ends with the last value.
template <class T>
class LatestJob {
 public:
  explicit LatestJob(std::function<void(T)> done) : m_done(std::move(done)) {
    QObject::connect(&m_watcher, &QFutureWatcher<Shared>::finished, &m_watcher, [this] {
      const Shared result = m_watcher.result();
      m_running = false;
      if (m_waiting) begin(std::exchange(m_waiting, nullptr));
      m_done(std::move(*result));
    });
  }

  ~LatestJob() {
    m_watcher.disconnect();
    m_watcher.waitForFinished();
  }

  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;

  void start(std::function<T()> work) {
    if (busy()) m_waiting = std::move(work);
    else begin(std::move(work));
  }

  /// From start() until the result has been handed over.
  [[nodiscard]] bool busy() const { return m_running; }

 private:
  using Shared = std::shared_ptr<T>;

  void begin(std::function<T()> work) {
    m_running = true;
    m_watcher.setFuture(QtConcurrent::run([work = std::move(work)] { return std::make_shared<T>(work()); }));
  }

  std::function<void(T)> m_done;
  std::function<T()> m_waiting;
  bool m_running = false;
  QFutureWatcher<Shared> m_watcher;
};

}  // namespace ptycho
