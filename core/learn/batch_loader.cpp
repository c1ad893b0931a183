#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "core/learn/training_batch.h"

namespace ptycho {

struct BatchLoader::Work {
  TrainingSource& source;
  const std::int64_t first;
  const std::size_t objects;
  const std::int64_t stride;
  const std::int64_t ahead;  ///< batches under way or waiting

  mutable std::mutex mutex{};
  std::condition_variable ready{};  ///< a batch has been made
  std::condition_variable room{};   ///< a batch has been taken, or all is over
  std::map<std::int64_t, Result<TrainingBatch>> made{};
  std::int64_t begun = 0;
  std::int64_t taken = 0;
  bool over = false;
  double waited_s = 0;
  std::vector<std::thread> threads{};

  void run();
  [[nodiscard]] Result<TrainingBatch> make(std::int64_t number);
  [[nodiscard]] bool wanted() const {
    const std::scoped_lock lock(mutex);
    return !over;
  }
};

/// What escapes a thread would end the program.
Result<TrainingBatch> BatchLoader::Work::make(std::int64_t number) {
  try {
    return source.trainingWhile(first + number * stride, objects, [this] { return wanted(); });
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Failed, fmt::format("could not be prepared: {}.", problem.what()),
                fmt::format("batch {}", number));
  }
}

void BatchLoader::Work::run() {
  std::unique_lock lock(mutex);
  for (;;) {
    room.wait(lock, [this] { return over || begun < taken + ahead; });
    if (over) return;
    const std::int64_t number = begun++;
    lock.unlock();
    auto batch = make(number);
    lock.lock();
    made.emplace(number, std::move(batch));
    ready.notify_one();
  }
}

BatchLoader::BatchLoader(TrainingSource& source, std::int64_t first, std::size_t objects, std::int64_t stride,
                         int threads)
    : m_work(new Work{source, first, objects, stride, std::max(threads, 1) + 1}) {
  for (int k = 0; k < std::max(threads, 1); ++k) {
    try {
      m_work->threads.emplace_back(&Work::run, m_work.get());
    } catch (const std::system_error&) {
      if (k == 0) throw;
      break;  // the system gives no more threads; the order of batches does not depend on how many there are
    }
  }
}

BatchLoader::~BatchLoader() {
  {
    const std::scoped_lock lock(m_work->mutex);
    m_work->over = true;
  }
  m_work->room.notify_all();
  for (auto& thread : m_work->threads) thread.join();
}

Result<TrainingBatch> BatchLoader::next() {
  Work& work = *m_work;
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(work.mutex);
  work.ready.wait(lock, [&work] { return work.made.contains(work.taken); });
  auto found = work.made.extract(work.taken);
  ++work.taken;
  work.waited_s += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  lock.unlock();
  work.room.notify_one();
  return std::move(found.mapped());
}

double BatchLoader::waited_s() const {
  const std::scoped_lock lock(m_work->mutex);
  return m_work->waited_s;
}

}  // namespace ptycho
