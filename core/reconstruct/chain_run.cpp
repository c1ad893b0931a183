#include "core/reconstruct/chain_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/reconstruct/likelihood_pass.h"
#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/start_object.h"

namespace ptycho {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kShortestPromise_s = 10;
constexpr double kSlowDisk = 20e6;  // bytes a second

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// The seed of one engine: the user's at first, another one for each start and each restart after a stall.
std::uint64_t engineSeed(std::uint64_t seed, int start, int restarts) {
  return seed + (static_cast<std::uint64_t>(start - 1) << 40) + (static_cast<std::uint64_t>(restarts) << 20);
}

}  // namespace

ChainRun::ChainRun(const ReconstructionSpec& spec, ReconstructionProblem& problem, const ComplexImage& truth,
                   const ReconstructionInput& input, const RunFingerprints& fingerprints, RunContext& context)
    : m_spec(spec),
      m_problem(problem),
      m_input(input),
      m_fingerprints(fingerprints),
      m_context(context),
      m_objectRows(static_cast<std::size_t>(problem.scan().object_rows - 2 * problem.margin())),
      m_objectCols(static_cast<std::size_t>(problem.scan().object_cols - 2 * problem.margin())),
      m_stall(spec.stages.front()) {
  if (truth.rows() == m_objectRows && truth.cols() == m_objectCols) m_truth.emplace(truth);
  for (const auto& stage : spec.stages) m_total += stage.iterations;
  m_total *= spec.starts;
}

Result<Reconstruction> ChainRun::run(const ComplexImage& object) {
  m_state.estimate = m_problem.startFrom(m_problem.withMargin(object));
  bool resumed = m_input.resume != nullptr;
  if (resumed) {
    PTYCHO_CHECK(restore());
  } else {
    beginStart();
  }
  while (true) {
    if (!resumed) beginStage();
    resumed = false;
    const bool finished = finishStage();
    if (auto failure = m_problem.failure()) return tl::unexpected(std::move(*failure));
    if (!finished) return outcome(Completion::StoppedEarly);
    const bool startEnds = m_state.stage + 1 == static_cast<int>(m_spec.stages.size());
    if (m_spec.keep_best || startEnds) keepBest();
    if (!startEnds) {
      ++m_state.stage;
    } else if (m_state.start < m_spec.starts) {
      ++m_state.start;
      m_state.stage = 0;
      m_state.estimate = m_problem.startFrom(m_problem.withMargin(
          furtherStart(m_spec, m_objectRows, m_objectCols, m_state.start, static_cast<int>(m_problem.window() / 8))));
      beginStart();
    } else {
      return outcome(Completion::Done);
    }
  }
}

void ChainRun::beginStart() {
  m_state.current.iteration = -1;
  m_state.update = 0;
}

void ChainRun::beginStage() {
  m_state.iteration = 0;
  m_state.last = stage().iterations;
  m_state.stage_restarts = 0;
  m_state.stage_best = {};
  m_stall = StallDetector(stage());
  makeEngines();
}

void ChainRun::makeEngines() {
  const auto begin = Clock::now();
  const EngineSetup setup{m_problem, stage(), m_spec.range,
                          engineSeed(m_spec.seed, m_state.start, m_state.stage_restarts)};
  m_engine.reset();  // first, so that two large states are never there at once
  m_refinements.clear();
  m_problem.setScales(m_state.estimate.scales);
  m_engine = makeEngine(setup, m_state.estimate);
  m_refinements = makeRefinements(setup, m_state.estimate);
  m_state.seconds += secondsSince(begin);
}

bool ChainRun::finishStage() {
  while (m_state.iteration < m_state.last) {
    if (!m_context.keepGoing()) {
      offerCheckpoint();
      if (m_state.iterations > 0) record();
      handOnStageBest();
      keepBest();
      return false;
    }
    iterate();
    if (m_problem.failure()) return false;  // patterns could not be read: what was computed since means nothing
    if (m_state.iteration == m_state.last || m_state.iterations % m_spec.record_every == 0) record();
    watchForStall();
    report(kShortestPromise_s);
    if (m_context.wantsPreview()) m_context.publish("object", m_problem.withoutMargin(m_state.estimate.object));
    if (m_context.wantsCheckpoint() && !m_problem.failure()) offerCheckpoint();
  }
  handOnStageBest();
  return true;
}

void ChainRun::iterate() {
  const auto begin = Clock::now();
  const int k = ++m_state.iteration;
  m_state.update = m_engine->iterate(m_state.estimate);
  for (const auto& refinement : m_refinements) {
    const EstimateChange change = refinement->update(k, k == m_state.last, m_state.estimate);
    if (change.scales) m_problem.setScales(m_state.estimate.scales);
    if (change.any()) m_engine->follow(m_state.estimate, change);
  }
  const double seconds = secondsSince(begin);
  m_state.seconds += seconds;
  m_slowest_s = std::max(m_slowest_s, seconds);
  ++m_state.iterations;
}

void ChainRun::watchForStall() {
  // Once a stage is to end early, there is nothing to watch for.
  if (!m_stall.active() || m_state.last < stage().iterations) return;
  bool stalled = m_stall.standsStill(m_state.update);
  if (m_stall.wantsResidual(m_state.iteration)) {
    stalled = m_stall.look(m_state.iteration, judged().residual) || stalled;
    if (startsAnew()) keepStageBest();
  }
  if (!stalled || m_state.iteration >= m_state.last) return;
  announce("stalled");
  if (startsAnew()) return perturb();
  // One more iteration, which the refinements are told is the last.
  m_state.skipped += m_state.last - (m_state.iteration + 1);
  m_state.last = m_state.iteration + 1;
}

void ChainRun::perturb() {
  keepStageBest();
  m_state.estimate = m_state.stage_best.estimate;
  m_problem.setScales(m_state.estimate.scales);
  ++m_state.stage_restarts;
  ++m_state.restarts;
  const ScanCover cover(m_problem, m_state.estimate);
  perturbObject(m_state.estimate.object, cover.illumination(), stage().perturbation, m_spec.seed,
                static_cast<std::uint64_t>(m_state.restarts));
  m_state.current.iteration = -1;
  makeEngines();
  m_stall.restart(m_state.iteration);
}

void ChainRun::announce(const char* what) {
  m_context.event({{"event", std::string(what)}, {"iteration", std::int64_t{m_state.iterations}},
                   {"start", std::int64_t{m_state.start}}, {"stage", std::int64_t{m_state.stage}},
                   {"engine", engineName(stage().engine)}, {"restarts", std::int64_t{m_state.restarts}}});
}

void ChainRun::report(double promised_s) {
  m_context.progress({engineName(stage().engine), m_state.iterations, m_total - m_state.skipped,
                      std::max({promised_s, kShortestPromise_s, 3 * m_slowest_s})});
}

// ---- Checkpoints

void ChainRun::exchange(StateArchive& archive) {
  archive.count("fingerprint.spec", m_fingerprints.spec);
  archive.count("fingerprint.acquisition", m_fingerprints.acquisition);
  exchangeChainState(m_state, m_spec, archive);
  exchangeEngines(archive);
}

void ChainRun::exchangeEngines(StateArchive& archive) {
  PrefixedArchive stall(archive, "stall.");
  m_stall.exchange(stall);
  PrefixedArchive engine(archive, "engine.");
  m_engine->exchange(engine);
  for (std::size_t k = 0; k < m_refinements.size(); ++k) {
    PrefixedArchive refinement(archive, fmt::format("refinement{}.", k));
    m_refinements[k]->exchange(refinement);
  }
}

void ChainRun::offerCheckpoint() {
  if (!m_input.on_checkpoint) return;
  const Checkpoint checkpoint([this](StateArchive& archive) { exchange(archive); }, m_state.iterations);
  report(kShortestPromise_s + static_cast<double>(checkpoint.bytes()) / kSlowDisk);
  if (auto kept = m_input.on_checkpoint(checkpoint); !kept) logWarning(kept.error().text());
  report(kShortestPromise_s);
}

Result<void> ChainRun::restore() {
  RestoringArchive& archive = *m_input.resume;
  RunFingerprints kept;
  archive.count("fingerprint.spec", kept.spec);
  archive.count("fingerprint.acquisition", kept.acquisition);
  PTYCHO_CHECK(archive.outcome());
  if (kept.spec != m_fingerprints.spec) {
    return badInput("belongs to a run with another specification; resume with the one that the run was started with.",
                    "checkpoint");
  }
  if (kept.acquisition != m_fingerprints.acquisition) {
    return badInput("belongs to other data; resume with the acquisition and support that the run was started with.",
                    "checkpoint");
  }
  exchangeChainState(m_state, m_spec, archive);
  PTYCHO_CHECK(archive.outcome());
  if (m_state.stage >= static_cast<int>(m_spec.stages.size()) || m_state.start > m_spec.starts) {
    return badInput("stands behind the end of the chain; start the run anew.", "checkpoint");
  }
  m_stall = StallDetector(stage());
  makeEngines();
  exchangeEngines(archive);
  PTYCHO_CHECK(archive.outcome());
  announce("resumed");
  return {};
}

// ---- Records

const IterationRecord& ChainRun::judged() {
  if (m_state.current.iteration != m_state.iterations) {
    m_state.current = {m_state.iterations, m_state.stage, engineName(stage().engine),
                       diffractionResidual(m_problem, m_state.estimate), m_state.update, kNaN, kNaN, m_state.seconds,
                       m_state.start};
  }
  return m_state.current;
}

void ChainRun::addErrors(IterationRecord& record, const Estimate& estimate) const {
  if (!m_truth || std::isfinite(record.amplitude_nrmse)) return;
  const ObjectError error = m_truth->compare(m_problem.withoutMargin(estimate.object));
  record.amplitude_nrmse = error.amplitude_nrmse;
  record.phase_nrmse = error.phase_nrmse;
}

void ChainRun::record() {
  if (!m_state.history.empty() && m_state.history.back().iteration == m_state.iterations) return;
  judged();
  addErrors(m_state.current, m_state.estimate);
  const IterationRecord& record = m_state.current;
  m_state.history.push_back(record);
  m_context.event({{"iteration", std::int64_t{record.iteration}}, {"start", std::int64_t{record.start}},
                   {"stage", std::int64_t{record.stage}}, {"engine", record.engine}, {"residual", record.residual},
                   {"update", record.update}, {"amplitude_nrmse", record.amplitude_nrmse},
                   {"phase_nrmse", record.phase_nrmse}, {"seconds", record.seconds}});
}

double ChainRun::faultFor(const StageSpec& judge) {
  const double residual = judged().residual;
  return countsPhotons(judge) ? likelihoodLoss(m_problem, NoiseModel::Poisson, m_state.estimate) : residual;
}

void ChainRun::keepStageBest() {
  const double fault = faultFor(stage());
  if (m_state.stage_best.improvedBy(fault)) m_state.stage_best = {m_state.estimate, m_state.current, fault};
}

void ChainRun::handOnStageBest() {
  if (m_state.stage_best.empty() || m_state.iterations == 0) return;
  keepStageBest();
  if (m_state.stage_best.record.residual == m_state.current.residual) return;  // it is the current one
  m_state.estimate = std::move(m_state.stage_best.estimate);
  m_problem.setScales(m_state.estimate.scales);
  m_state.current = m_state.stage_best.record;
  addErrors(m_state.current, m_state.estimate);
  m_state.stage_best = {};
}

/// Ends of stages and starts are compared by what the last stage of the chain makes small.
void ChainRun::keepBest() {
  const double fault = faultFor(m_spec.stages.back());
  if (m_state.best.improvedBy(fault)) m_state.best = {m_state.estimate, m_state.current, fault};
}

Reconstruction ChainRun::outcome(Completion completion) {
  Reconstruction result;
  Estimate& best = m_state.best.estimate;
  result.object = m_problem.withoutMargin(best.object);
  result.probe = std::move(best.probe);
  result.positions = std::move(best.positions);
  for (auto& p : result.positions) p = {p.row - m_problem.margin(), p.col - m_problem.margin()};
  result.variation = std::move(best.variation);
  result.scales = std::move(best.scales);
  result.history = std::move(m_state.history);
  result.completion = completion;
  result.iterations = m_state.iterations;
  result.restarts = m_state.restarts;
  result.start = m_state.best.record.start;
  result.seconds = m_state.seconds;
  result.residual = m_state.best.record.residual;
  result.amplitude_nrmse = m_state.best.record.amplitude_nrmse;
  result.phase_nrmse = m_state.best.record.phase_nrmse;
  return result;
}

}  // namespace ptycho
