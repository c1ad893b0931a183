#include "core/evaluate/evaluate.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <map>
#include <new>
#include <set>
#include <thread>
#include <tuple>

#include <fmt/format.h>

#include "core/evaluate/evaluation_columns.h"
#include "core/evaluate/image_evaluation.h"
#include "core/evaluate/kept_estimates.h"
#include "core/source/photo.h"

namespace ptycho {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint64_t kKeptBytes = 2ull << 30;
constexpr std::uint64_t kSmallScanBytes = 64ull << 20;  // scans up to this size are done side by side
constexpr double kFirstPromise_s = 60;
constexpr double kShortestPromise_s = 10;

using Key = std::pair<std::int64_t, int>;  ///< image, method

/// One image with the methods that are to be applied to it.
struct Task {
  std::int64_t image = 0;
  std::vector<int> methods;
  bool recorded = true;  ///< false: the record is there, only the estimate is wanted
};

Result<void> checkMethods(const std::vector<EvaluationMethod>& methods) {
  if (methods.empty()) return badInput("is empty; give a network, a chain or both.", "methods");
  std::set<std::string> names;
  for (const auto& method : methods) {
    if (!names.insert(method.name).second) {
      return badInput("is the name of two methods; give each a name of its own.", method.name);
    }
    if (!method.predictor && (!method.chain || method.chain->stages.empty())) {
      return badInput("does nothing; give it a network, a chain with at least one stage, or both.", method.name);
    }
  }
  return {};
}

Result<Scan> scanOf(const SimulationSpec& simulation, const SuppliedArrays& supplied) {
  const int window = supplied.probe.empty() ? simulation.probe.window_px : static_cast<int>(supplied.probe.rows());
  auto scan = supplied.positions.empty() ? makeScan(simulation.scan, window)
                                         : scanFromPositions(supplied.positions, window);
  if (!scan) return passOn(scan.error(), "scan");
  return scan;
}

Result<void> checkKept(const EvaluationSpec& spec, std::uint64_t images, std::size_t methods, const Scan& scan) {
  if (spec.keep == KeepEstimates::None) return {};
  const std::uint64_t each = spec.keep == KeepEstimates::All
                                 ? images : std::min<std::uint64_t>(images, static_cast<std::uint64_t>(spec.keep_count));
  const auto pixels = static_cast<double>(scan.object_rows) * static_cast<double>(scan.object_cols);
  const double bytes = 2.0 * sizeof(Complex) * pixels * static_cast<double>(each * methods);
  if (bytes <= static_cast<double>(kKeptBytes)) return {};
  return badInput(fmt::format("would keep {} estimates with their truths, {:.1f} GiB; at most 2 GiB can be kept: keep "
                              "fewer, for example worst:{}.", each * methods, bytes / (1ull << 30), 16), "keep");
}

/// All of one evaluation; what several threads share is changed under m_guard.
class EvaluationRun {
 public:
  EvaluationRun(const EvaluationSpec& spec, const SimulationSpec& simulation, EvaluationInput&& input,
                std::int64_t images, bool smallScan, RunContext& context)
      : m_spec(spec),
        m_simulation(simulation),
        m_input(std::move(input)),
        m_smallScan(smallScan),
        m_context(context),
        m_images(images),
        m_kept(spec, std::move(m_input.kept)) {
    takeDone();
  }

  Result<Evaluation> run() {
    const auto begin = Clock::now();
    perform(unrecorded());
    if (!m_stopped && !m_failure) perform(withoutEstimate());
    if (m_failure) return tl::unexpected(*m_failure);
    Evaluation evaluation;
    for (const auto& method : m_input.methods) evaluation.methods.push_back(method.name);
    evaluation.kept = m_kept.take(m_records);
    evaluation.records = std::move(m_records);
    std::ranges::sort(evaluation.records, {}, [](const auto& record) { return Key(record.image, record.method); });
    evaluation.images = m_images;
    evaluation.completion = m_stopped ? Completion::StoppedEarly : Completion::Done;
    evaluation.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return evaluation;
  }

 private:
  /// What a worker's simulations and chains see: stops and pauses of the real context.
  class WorkerContext : public RunContext {
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

  void takeDone() {
    std::map<Key, EvaluationRecord> latest;
    for (auto& record : m_input.done) {
      const Key key(record.image, record.method);
      if (isWanted(record)) latest.insert_or_assign(key, std::move(record));
    }
    for (auto& [key, record] : latest) m_records.push_back(std::move(record));
    m_input.done.clear();
  }

  [[nodiscard]] bool isWanted(const EvaluationRecord& record) const {
    return record.image >= m_spec.first && record.image < m_spec.first + m_images && record.method >= 0 &&
           record.method < static_cast<int>(m_input.methods.size()) && record.problem.empty();
  }

  [[nodiscard]] std::vector<Task> unrecorded() const {
    std::set<Key> there;
    for (const auto& record : m_records) there.emplace(record.image, record.method);
    std::vector<Task> tasks;
    for (std::int64_t image = m_spec.first; image < m_spec.first + m_images; ++image) {
      Task task{image, {}, true};
      for (int method = 0; method < static_cast<int>(m_input.methods.size()); ++method) {
        if (!there.contains({image, method})) task.methods.push_back(method);
      }
      if (!task.methods.empty()) tasks.push_back(std::move(task));
    }
    return tasks;
  }

  /// After an interruption: what is to be kept and was not handed over.
  [[nodiscard]] std::vector<Task> withoutEstimate() const {
    std::map<std::int64_t, std::vector<int>> missing;
    for (const std::size_t k : recordsToKeep(m_spec, m_records)) {
      if (!m_kept.has(m_records[k])) missing[m_records[k].image].push_back(m_records[k].method);
    }
    std::vector<Task> tasks;
    for (auto& [image, methods] : missing) tasks.push_back({image, std::move(methods), false});
    return tasks;
  }

  void perform(const std::vector<Task>& tasks) {
    if (tasks.empty()) return;
    report(kFirstPromise_s);
    const int threads = std::max(1, m_input.threads);
    const int jobs = m_smallScan ? std::min(threads, static_cast<int>(std::min<std::size_t>(tasks.size(), 4096))) : 1;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t k = next++; k < tasks.size() && keepGoing(); k = next++) perform(tasks[k], threads / jobs);
    };
    std::vector<std::thread> others;
    for (int k = 1; k < jobs; ++k) others.emplace_back(work);
    work();
    for (auto& other : others) other.join();
  }

  void perform(const Task& task, int threads) {
    WorkerContext context(*this);
    const auto begin = Clock::now();
    auto image = guarded([&] { return prepareImage(m_simulation, m_input.supplied, task.image, threads, context); });
    for (const int method : task.methods) {
      if (context.stopped()) return;
      const auto outcome = [&]() -> Result<std::optional<MethodOutcome>> {
        if (!image) return tl::unexpected(image.error());
        if (!*image) return std::nullopt;
        return applyMethod(m_input.methods[static_cast<std::size_t>(method)], **image, threads, m_predicting, context);
      };
      auto done = guarded(outcome);
      if (context.stopped() || (done && !*done)) return;
      m_slowest_s = std::max(m_slowest_s.load(), std::chrono::duration<double>(Clock::now() - begin).count());
      if (done) add(task, method, **image, std::move(**done));
      else addProblem(task, method, image && *image ? (**image).common : EvaluationRecord{}, done.error());
    }
  }

  /// Exceptions of a worker's thread as errors: one image must not end the others.
  template <class Work>
  static auto guarded(Work&& work) -> decltype(work()) {
    try {
      return work();
    } catch (const std::bad_alloc&) {
      return fail(ErrorCode::Failed, "there is not enough memory; use fewer threads or smaller scans.");
    } catch (const std::exception& exception) {
      return fail(ErrorCode::Failed, exception.what());
    }
  }

  void add(const Task& task, int method, const EvaluatedImage& image, MethodOutcome outcome) {
    const std::lock_guard lock(m_guard);
    outcome.record.method = method;
    if (task.recorded) addRecord(outcome.record);
    if (m_context.wantsPreview()) m_context.publish("object", outcome.object);
    m_kept.add({task.image, method, std::move(outcome.object), image.truth}, m_records);
  }

  void addProblem(const Task& task, int method, EvaluationRecord record, const Error& error) {
    const std::lock_guard lock(m_guard);
    if (task.image == m_spec.first && !m_failure) m_failure = error;
    record.image = task.image;
    record.method = method;
    record.problem = error.text();
    if (task.recorded) addRecord(record);
  }

  void addRecord(const EvaluationRecord& record) {
    m_records.push_back(record);
    std::vector<std::string> names;
    for (const auto& method : m_input.methods) names.push_back(method.name);
    m_context.event(evaluationEvent(record, names));
    report(kShortestPromise_s);
  }

  void report(double promised_s) {
    m_context.progress({"evaluating", static_cast<std::int64_t>(m_records.size()),
                        m_images * static_cast<std::int64_t>(m_input.methods.size()),
                        std::max(promised_s, 3 * m_slowest_s.load())});
  }

  bool keepGoing() {
    const std::lock_guard lock(m_guard);
    if (m_failure) return false;
    if (!m_stopped && !m_context.keepGoing()) m_stopped = true;
    return !m_stopped;
  }

  const EvaluationSpec& m_spec;
  const SimulationSpec& m_simulation;
  EvaluationInput m_input;
  bool m_smallScan;
  RunContext& m_context;
  std::int64_t m_images;
  KeptEstimates m_kept;
  std::vector<EvaluationRecord> m_records;
  std::optional<Error> m_failure;
  bool m_stopped = false;
  std::atomic<double> m_slowest_s{0};
  std::mutex m_guard;
  std::mutex m_predicting;
};

}  // namespace

Result<std::int64_t> imageCount(const EvaluationSpec& spec, const ObjectSpec& object) {
  if (object.source == ObjectSource::Folder) {
    if (object.path.empty()) return badInput("is empty; name the folder of photos to evaluate on.", "object.path");
    PTYCHO_TRY(const auto photos, listPhotos(object.path));
    const auto there = static_cast<std::int64_t>(photos.size());
    if (spec.first >= there || spec.count > there - spec.first) {
      return badInput(fmt::format("asks for image{} {} … {}, but {} has {}; take fewer, or 0 for all from `first` on.",
                                  spec.count == 1 ? "" : "s", spec.first, spec.first + std::max(spec.count, 1) - 1,
                                  object.path, there), "count");
    }
    return spec.count == 0 ? there - spec.first : spec.count;
  }
  if (object.source != ObjectSource::DeadLeaves && (spec.count != 1 || spec.first != 0)) {
    return badInput("must be 1 (and first 0) where there is one object; name a folder of photos for more.", "count");
  }
  if (spec.count == 0) return badInput("is 0, which means all photos of a folder; give a number for dead leaves.", "count");
  return spec.count;
}

Result<Evaluation> evaluate(const EvaluationSpec& spec, const SimulationSpec& simulation, EvaluationInput&& input,
                            RunContext& context) {
  PTYCHO_CHECK(checkMethods(input.methods));
  PTYCHO_TRY(const std::int64_t images, imageCount(spec, simulation.object));
  PTYCHO_TRY(const Scan scan, scanOf(simulation, input.supplied));
  PTYCHO_CHECK(checkKept(spec, static_cast<std::uint64_t>(images), input.methods.size(), scan));
  const auto window = static_cast<std::uint64_t>(scan.window_px);
  const bool small = scan.positions.size() * window * window * sizeof(float) <= kSmallScanBytes;
  return EvaluationRun(spec, simulation, std::move(input), images, small, context).run();
}

}  // namespace ptycho
