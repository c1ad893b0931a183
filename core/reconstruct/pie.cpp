#include <algorithm>
#include <optional>

#include "core/reconstruct/batch_windows.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_sequential.h"
#include "core/reconstruct/momentum.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_order.h"
#include "core/reconstruct/pie_step.h"

namespace ptycho {

namespace {

/// Ptychographic iterative engines: PIE, ePIE, rPIE, mPIE (formulas in pie_step.h and momentum.h), one pattern after
/// the other, or batches (`batch`, 1 by default) of which every pattern starts from the same object and probe; the
/// changes c_k of a batch are averaged by their gains g_k, pixel by pixel:
///   O += Σ_k c_k / max(1, Σ_k g_k),
/// so that patterns that do not meet change the object as if they came one after the other, and those that do never
/// overshoot; the probe in the same way. The patterns of a batch are worked on by several threads; their changes are
/// added in a fixed order. Defaults: β = 1, probe step 1, α of
/// defaultAlpha(), η = 0.9 once a pass.
class Pie : public Engine {
 public:
  Pie(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage),
        m_problem(setup.problem),
        m_cover(setup.problem, start),
        m_step(setup, m_cover),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_batches(setup.stage.order, setup.seed, static_cast<std::size_t>(std::max(1, setup.stage.batch)),
                  patternsByPlace(m_problem.scan().positions)),
        m_windows(m_problem.window(), m_batches.largest(), m_problem.threads()),
        m_changes(m_batches.largest(), PieChange(m_problem, setup.stage.probe_from > 0)),
        m_sums(static_cast<std::size_t>(m_problem.threads()), start.object.cols()),
        m_gains(m_sums.rows(), m_sums.cols()),
        m_before(start.object) {
    if (m_stage.engine == EngineKind::Mpie) m_momentum.emplace(m_stage, m_problem.patterns(), start);
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(m_iteration + 1));
    const bool updates = updatesProbe(m_stage, static_cast<int>(m_iteration + 1));
    m_before = estimate.object;
    m_step.begin(estimate, updates);
    m_batches.deal(m_iteration);
    m_problem.beginPass(m_batches.turns());
    for (std::size_t b = 0; b < m_batches.count(); ++b) {
      const auto batch = m_batches.batch(b);
      if (batch.size() == 1 && m_step.direct(batch[0], estimate)) {
        m_step.applyAtOnce(batch[0], estimate, m_constraint);
      } else {
        updateTogether(batch, updates, estimate);
      }
      if (m_momentum && m_momentum->advance(batch.size(), updates, estimate)) afterMomentum(updates, estimate);
    }
    ++m_iteration;
    m_constraint.constrainWhole(estimate.object);
    return updateSize(m_before, estimate.object);
  }

  void follow(const Estimate& estimate, const EstimateChange& change) override {
    if (change.positions) m_cover.update(estimate);
    if (m_momentum) m_momentum->follow(estimate, change);
  }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    if (m_momentum) m_momentum->exchange(archive);
  }

 private:
  void updateTogether(std::span<const std::size_t> batch, bool updates, Estimate& estimate) {
    const auto count = static_cast<std::ptrdiff_t>(batch.size());
#pragma omp parallel for schedule(dynamic) num_threads(m_problem.threads()) if (count > 1)
    for (std::ptrdiff_t s = 0; s < count; ++s) {
      const auto slot = static_cast<std::size_t>(s);
      m_step.changeOf(batch[slot], estimate, m_changes[slot]);
    }
    m_windows.set(m_cover, batch);
    m_windows.eachSpan([&](std::size_t thread, std::size_t row, const BatchWindows::Span& span) {
      const std::size_t width = span.end - span.begin;
      Complex* sum = m_sums.row(thread) + span.begin;
      float* gain = m_gains.row(thread) + span.begin;
      std::fill_n(sum, width, Complex{});
      std::fill_n(gain, width, 0.0F);
      for (const auto& window : span.windows) {
        const PieChange& change = m_changes[window.slot];
        const std::size_t at = window.col - span.begin;
        kernels::addScaled(change.object.row(row - window.row), 1.0F, sum + at, m_problem.window());
        kernels::addReal(change.gain.row(row - window.row), 1.0F, gain + at, m_problem.window());
      }
      Complex* out = estimate.object.row(row) + span.begin;
      kernels::addAveraged(sum, gain, out, width);
      m_constraint.constrainPart(row, span.begin, out, width);
    });
    if (updates) addProbes(batch.size(), estimate.probe);
  }

  void addProbes(std::size_t slots, ComplexStack& probe) {
    const auto rows = static_cast<std::ptrdiff_t>(m_problem.window());
#pragma omp parallel for schedule(static) num_threads(m_problem.threads()) if (slots > 1)
    for (std::ptrdiff_t at = 0; at < rows; ++at) {
      const auto thread = static_cast<std::size_t>(omp_get_thread_num());
      const std::size_t first = static_cast<std::size_t>(at) * m_problem.window();
      Complex* sum = m_sums.row(thread);
      float* gain = m_gains.row(thread);
      std::fill_n(gain, m_problem.window(), 0.0F);
      for (std::size_t s = 0; s < slots; ++s) {
        kernels::addReal(m_changes[s].probeGain.data() + first, 1.0F, gain, m_problem.window());
      }
      for (std::size_t m = 0; m < probe.count(); ++m) {
        std::fill_n(sum, m_problem.window(), Complex{});
        for (std::size_t s = 0; s < slots; ++s) {
          kernels::addScaled(m_changes[s].probe.image(m) + first, 1.0F, sum, m_problem.window());
        }
        kernels::addAveraged(sum, gain, probe.image(m) + first, m_problem.window());
      }
    }
  }

  /// A momentum step moves object and probe as a whole: the object's constraints and the probe's weights follow.
  void afterMomentum(bool updates, Estimate& estimate) {
    for (std::size_t r = 0; r < estimate.object.rows(); ++r) {
      m_constraint.constrainPart(r, 0, estimate.object.row(r), estimate.object.cols());
    }
    if (updates) m_step.begin(estimate, updates);
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PieStep m_step;
  ObjectConstraint m_constraint;
  PatternBatches m_batches;
  BatchWindows m_windows;
  std::vector<PieChange> m_changes;  ///< one for each pattern of a batch
  ComplexImage m_sums;               ///< a row of the object for each thread
  RealImage m_gains;
  ComplexImage m_before;
  std::optional<Momentum> m_momentum;
  std::uint64_t m_iteration = 0;
};

}  // namespace

std::unique_ptr<Engine> makePie(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<Pie>(setup, start);
}

}  // namespace ptycho
