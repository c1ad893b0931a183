#include "core/evaluate/evaluation_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <map>
#include <new>
#include <set>
#include <thread>

#include "core/evaluate/evaluation_columns.h"

namespace ptycho {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kFirstPromise_s = 60;
constexpr double kShortestPromise_s = 10;

using Key = std::pair<std::int64_t, int>;  ///< image, method

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// Exceptions of a worker's thread as errors: one image must not end the others.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::Failed, "there is not enough memory; use fewer threads or smaller scans.");
  } catch (const std::exception& exception) {
    return fail(ErrorCode::Failed, exception.what());
  }
}

}  // namespace

/// What a worker's simulations and chains see: stops and pauses of the real context.
class EvaluationRun::WorkerContext : public RunContext {
 public:
  explicit WorkerContext(EvaluationRun& run) : m_run(run) {}
  bool keepGoing() override {
    if (!m_run.keepGoing()) m_stopped = true;
    return !m_stopped;
  }
  [[nodiscard]] bool stopped() const { return m_stopped; }

 private:
  EvaluationRun& m_run;
  bool m_stopped = false;
};

EvaluationRun::EvaluationRun(const EvaluationSpec& spec, const SimulationSpec& simulation, EvaluationInput&& input,
                             std::vector<std::int64_t> images, bool smallScan, RunContext& context)
    : m_spec(spec),
      m_simulation(simulation),
      m_input(std::move(input)),
      m_smallScan(smallScan),
      m_context(context),
      m_images(std::move(images)),
      m_kept(spec, std::move(m_input.kept)) {
  for (const auto& method : m_input.methods) m_names.push_back(method.name);
  takeDone();
}

Result<Evaluation> EvaluationRun::run() {
  const auto begin = Clock::now();
  perform(unrecorded());
  if (!m_stopped && !m_failure) perform(withoutEstimate());
  if (m_failure) return tl::unexpected(*m_failure);
  Evaluation evaluation;
  evaluation.methods = m_names;
  evaluation.kept = m_kept.take(m_records);
  evaluation.records = std::move(m_records);
  std::ranges::sort(evaluation.records, {}, [](const auto& record) { return Key(record.image, record.method); });
  evaluation.images = static_cast<std::int64_t>(m_images.size());
  evaluation.completion = m_stopped ? Completion::StoppedEarly : Completion::Done;
  evaluation.seconds = secondsSince(begin);
  return evaluation;
}

// ---- What is to be done

bool EvaluationRun::isWanted(const EvaluationRecord& record) const {
  return std::ranges::binary_search(m_images, record.image) && record.method >= 0 &&
         record.method < static_cast<int>(m_names.size()) && record.problem.empty();
}

void EvaluationRun::takeDone() {
  std::map<Key, EvaluationRecord> latest;
  for (auto& record : m_input.done) {
    const Key key(record.image, record.method);
    if (isWanted(record)) latest.insert_or_assign(key, std::move(record));
  }
  for (auto& [key, record] : latest) m_records.push_back(std::move(record));
  m_input.done.clear();
}

std::vector<EvaluationRun::Task> EvaluationRun::unrecorded() const {
  std::set<Key> there;
  for (const auto& record : m_records) there.emplace(record.image, record.method);
  std::vector<Task> tasks;
  for (const std::int64_t image : m_images) {
    Task task{image, {}, true};
    for (int method = 0; method < static_cast<int>(m_names.size()); ++method) {
      if (!there.contains({image, method})) task.methods.push_back(method);
    }
    if (!task.methods.empty()) tasks.push_back(std::move(task));
  }
  return tasks;
}

/// After an interruption: what is to be kept and was not handed over.
std::vector<EvaluationRun::Task> EvaluationRun::withoutEstimate() const {
  std::map<std::int64_t, std::vector<int>> missing;
  for (const std::size_t k : recordsToKeep(m_spec, m_records)) {
    if (!m_kept.has(m_records[k])) missing[m_records[k].image].push_back(m_records[k].method);
  }
  std::vector<Task> tasks;
  for (auto& [image, methods] : missing) tasks.push_back({image, std::move(methods), false});
  return tasks;
}

// ---- Doing it

void EvaluationRun::perform(const std::vector<Task>& tasks) {
  if (tasks.empty()) return;
  report(kFirstPromise_s);
  const int threads = std::max(1, m_input.threads);
  const int most = m_smallScan ? threads : 1;
  const int jobs = static_cast<int>(std::min(tasks.size(), static_cast<std::size_t>(most)));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t k = next++; k < tasks.size() && keepGoing(); k = next++) perform(tasks[k], threads / jobs);
  };
  std::vector<std::thread> others;
  for (int k = 1; k < jobs; ++k) others.emplace_back(work);
  work();
  for (auto& other : others) other.join();
}

void EvaluationRun::perform(const Task& task, int threads) {
  WorkerContext context(*this);
  const auto image =
      guarded([&] { return prepareImage(m_simulation, m_input.supplied, task.image, threads, context); });
  Predictions predictions;
  for (const int method : task.methods) {
    if (context.stopped()) return;
    const auto begin = Clock::now();
    auto done = guarded([&]() -> Result<std::optional<MethodOutcome>> {
      if (!image) return tl::unexpected(image.error());
      if (!*image) return std::nullopt;
      return applyMethod(m_input.methods[static_cast<std::size_t>(method)], **image, threads, predictions, m_predicting,
                         context);
    });
    if (context.stopped() || (done && !*done)) return;
    const std::lock_guard lock(m_guard);
    m_slowest_s = std::max(m_slowest_s, secondsSince(begin));
    if (done) add(task, method, **image, std::move(**done));
    else addProblem(task, method, image ? (**image).common : EvaluationRecord{}, done.error());
  }
}

void EvaluationRun::add(const Task& task, int method, const EvaluatedImage& image, MethodOutcome outcome) {
  outcome.record.method = method;
  if (task.recorded) addRecord(outcome.record);
  if (m_context.wantsPreview()) m_context.publish("object", outcome.object);
  m_kept.add({task.image, method, std::move(outcome.object), image.truth}, m_records);
}

void EvaluationRun::addProblem(const Task& task, int method, EvaluationRecord record, const Error& error) {
  if (task.image == m_images.front() && !m_failure) m_failure = error;
  record.image = task.image;
  record.method = method;
  record.problem = error.text();
  if (task.recorded) addRecord(record);
}

void EvaluationRun::addRecord(const EvaluationRecord& record) {
  m_records.push_back(record);
  m_context.event(evaluationEvent(record, m_names));
  report(kShortestPromise_s);
}

void EvaluationRun::report(double promised_s) {
  m_context.progress({"evaluating", static_cast<std::int64_t>(m_records.size()),
                      static_cast<std::int64_t>(m_images.size() * m_names.size()),
                      std::max(promised_s, 3 * m_slowest_s)});
}

bool EvaluationRun::keepGoing() {
  const std::lock_guard lock(m_guard);
  if (m_failure) return false;
  if (!m_stopped && !m_context.keepGoing()) m_stopped = true;
  return !m_stopped;
}

}  // namespace ptycho
