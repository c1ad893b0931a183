#include "core/reconstruct/reconstruct.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/base/random.h"
#include "core/metrics/metrics.h"
#include "core/reconstruct/compact_waves.h"
#include "core/reconstruct/position_refinement.h"

namespace ptycho {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint64_t kStartStream = 0x7374617274;  // "start"
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Complex polar(double amplitude, double phase) {
  return {static_cast<float>(amplitude * std::cos(phase)), static_cast<float>(amplitude * std::sin(phase))};
}

double middle(double low, double high) { return 0.5 * (low + high); }

Result<ComplexImage> startObject(const ReconstructionSpec& spec, const ComplexImage& given, const Scan& scan) {
  const auto rows = static_cast<std::size_t>(scan.object_rows);
  const auto cols = static_cast<std::size_t>(scan.object_cols);
  const RangeSpec& range = spec.range;
  ComplexImage object(rows, cols, polar(middle(range.amplitude_min, range.amplitude_max),
                                        middle(range.phase_min_rad, range.phase_max_rad)));
  if (spec.start == StartKind::Random) {
    const CounterRandom random(spec.seed, kStartStream);
    for (std::size_t i = 0; i < object.size(); ++i) {
      const double a = random.uniform(2 * i);
      const double p = random.uniform(2 * i + 1);
      object[i] = polar(range.amplitude_min + a * (range.amplitude_max - range.amplitude_min),
                        range.phase_min_rad + p * (range.phase_max_rad - range.phase_min_rad));
    }
  }
  if (spec.start == StartKind::Given) {
    if (given.rows() < rows || given.cols() < cols) {
      return badInput(fmt::format("is {} × {} px but the scan needs {} × {} px; give a larger object or start flat.",
                                  given.rows(), given.cols(), rows, cols), "start");
    }
    for (std::size_t r = 0; r < rows; ++r) std::copy_n(given.row(r), cols, object.row(r));
  }
  return object;
}

/// Runs the stages and keeps the books; one object per call of reconstruct().
class ChainRun {
 public:
  ChainRun(const ReconstructionSpec& spec, const ReconstructionProblem& problem, const ComplexImage& truth,
           const ComplexImage& object, RunContext& context)
      : m_spec(spec), m_problem(problem), m_context(context), m_estimate(problem.startFrom(problem.withMargin(object))) {
    if (!truth.empty() && truth.sameShape(object)) m_truth.emplace(truth);
    for (const auto& stage : spec.stages) m_total += stage.iterations;
  }

  Reconstruction run() {
    for (std::size_t stage = 0; stage < m_spec.stages.size() && runStage(stage); ++stage) keepBetter();
    if (m_result.completion == Completion::StoppedEarly) keepBetter();
    m_result.object = m_problem.withoutMargin(m_best.object);
    m_result.residual = m_bestRecord.residual;
    m_result.amplitude_nrmse = m_bestRecord.amplitude_nrmse;
    m_result.phase_nrmse = m_bestRecord.phase_nrmse;
    m_result.probe = std::move(m_best.probe);
    m_result.positions = std::move(m_best.positions);
    for (auto& p : m_result.positions) p = {p.row - m_problem.margin(), p.col - m_problem.margin()};
    m_result.variation = std::move(m_best.variation);
    return std::move(m_result);
  }

 private:
  /// @return false when asked to stop
  bool runStage(std::size_t index) {
    const StageSpec& stage = m_spec.stages[index];
    const auto begin = Clock::now();
    const EngineSetup setup{m_problem, stage, m_spec.range, m_spec.seed};
    const auto engine = makeEngine(setup, m_estimate);
    const auto refinements = makeRefinements(setup, m_estimate);
    m_result.seconds += secondsSince(begin);
    const std::string name = engineName(stage.engine);
    for (int k = 1; k <= stage.iterations; ++k) {
      if (!m_context.keepGoing()) {
        m_result.completion = Completion::StoppedEarly;
        if (m_result.iterations > 0) record(index, name);
        return false;
      }
      const auto start = Clock::now();
      m_update = engine->iterate(m_estimate);
      if (m_problem.failure()) return false;
      for (const auto& refinement : refinements) {
        const EstimateChange change = refinement->update(k, k == stage.iterations, m_estimate);
        if (change.any()) engine->follow(m_estimate, change);
      }
      m_result.seconds += secondsSince(start);
      ++m_result.iterations;
      if (k == stage.iterations || m_result.iterations % m_spec.record_every == 0) record(index, name);
      m_context.progress({name, m_result.iterations, m_total, 10});
      if (m_context.wantsPreview()) m_context.publish("object", m_problem.withoutMargin(m_estimate.object));
    }
    return true;
  }

  void record(std::size_t stage, const std::string& engine) {
    if (!m_result.history.empty() && m_result.history.back().iteration == m_result.iterations) return;
    IterationRecord record{m_result.iterations, static_cast<int>(stage), engine, diffractionResidual(m_problem, m_estimate),
                           m_update, kNaN, kNaN, m_result.seconds};
    if (m_truth) {
      const ObjectError error = m_truth->compare(m_problem.withoutMargin(m_estimate.object));
      record.amplitude_nrmse = error.amplitude_nrmse;
      record.phase_nrmse = error.phase_nrmse;
    }
    m_result.history.push_back(record);
    m_context.event({{"iteration", std::int64_t{record.iteration}}, {"stage", std::int64_t{record.stage}},
                     {"engine", engine}, {"residual", record.residual}, {"update", record.update},
                     {"amplitude_nrmse", record.amplitude_nrmse}, {"phase_nrmse", record.phase_nrmse},
                     {"seconds", record.seconds}});
  }

  void keepBetter() {
    if (m_result.history.empty()) {
      m_best = m_estimate;
      m_bestRecord.residual = diffractionResidual(m_problem, m_estimate);
      m_bestRecord.amplitude_nrmse = m_bestRecord.phase_nrmse = kNaN;
      return;
    }
    const IterationRecord& last = m_result.history.back();
    if (m_spec.keep_best && !m_best.object.empty() && !(last.residual < m_bestRecord.residual)) return;
    m_best = m_estimate;
    m_bestRecord = last;
  }

  static double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

  const ReconstructionSpec& m_spec;
  const ReconstructionProblem& m_problem;
  RunContext& m_context;
  Estimate m_estimate;
  Estimate m_best;
  IterationRecord m_bestRecord;
  std::optional<TruthComparison> m_truth;
  Reconstruction m_result;
  std::int64_t m_total = 0;
  double m_update = 0;
};

}  // namespace

Result<Reconstruction> reconstruct(Acquisition&& acquisition, const ReconstructionSpec& spec,
                                   const ReconstructionInput& input, RunContext& context) {
  if (spec.stages.empty()) {
    return badInput("has no stages; give a chain like \"dm:300:range,awf:100\" or a preset.", "chain");
  }
  PTYCHO_CHECK(ReconstructionProblem::check(acquisition));
  PTYCHO_TRY(const ComplexImage object, startObject(spec, input.start, acquisition.scan));
  const ReconstructionProblem problem(acquisition, std::move(acquisition.patterns),
                                      {input.threads, positionMargin(spec.stages), spec.probe_modes,
                                       spec.background, input.support});
  if (auto failure = problem.failure()) return tl::unexpected(std::move(*failure));
  PTYCHO_CHECK(checkWaveMemory(problem, spec.stages, availableMemoryBytes()));
  Reconstruction result = ChainRun(spec, problem, acquisition.truth, object, context).run();
  if (auto failure = problem.failure()) return tl::unexpected(std::move(*failure));
  result.flat_amplitude_nrmse = result.flat_phase_nrmse = kNaN;
  if (!acquisition.truth.empty()) {
    const ObjectError flat = flatBaseline(acquisition.truth, middle(spec.range.amplitude_min, spec.range.amplitude_max),
                                          middle(spec.range.phase_min_rad, spec.range.phase_max_rad));
    result.flat_amplitude_nrmse = flat.amplitude_nrmse;
    result.flat_phase_nrmse = flat.phase_nrmse;
  }
  return result;
}

Result<Reconstruction> reconstruct(const Acquisition& acquisition, const ReconstructionSpec& spec,
                                   const ComplexImage& start, int threads, RunContext& context) {
  return reconstruct(Acquisition(acquisition), spec, {.start = start, .support = {}, .threads = threads}, context);
}

}  // namespace ptycho
