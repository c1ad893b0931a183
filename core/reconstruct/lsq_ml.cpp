#include <algorithm>
#include <optional>

#include "core/reconstruct/batch_windows.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_sequential.h"
#include "core/reconstruct/lsq_ml_step.h"
#include "core/reconstruct/momentum.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_order.h"

namespace ptycho {

namespace {

/// What one pattern of a batch contributes. The pictures behind `change` are used only where the object's own pixels
/// (between pixels) or the shared probe (with a variation) will not do: little memory stays in the cache.
struct LsqSlot {
  explicit LsqSlot(const ReconstructionProblem& problem)
      : change(problem.modes(), problem.window(), problem.window()),
        patch(problem.window(), problem.window()),
        back(problem.window(), problem.window()),
        light(problem.window(), problem.window()) {}

  ComplexStack change;  ///< χ_m
  ComplexImage patch;   ///< O under the window, between pixels
  ComplexImage back;    ///< Σ_m P_m*·χ_m on whole pixels, between pixels or with a variation
  RealImage light;      ///< S = Σ_m |P_m|² of the pattern, with a variation
  StepLengths steps;
  bool onGrid = true;   ///< the window lies on whole pixels
};

/// LSQ-ML, least-squares maximum likelihood in batches (Odstrčil, Menzel & Guizar-Sicairos, Opt. Express 26, 3108,
/// 2018). For every batch of patterns j that lie far apart (pattern_order.h; the paper's "sparse" batches, by default
/// a tenth of the patterns, at least 4 and at most 64), all from the same object and probe:
///   χ_j  of the exit waves, Gaussian or Poisson                       (lsq_ml_step.h)
///   ΔO   = Σ_j P_j*·χ_j / (Σ_j S_j + δ·max S),  ΔP_m = Σ_j O_j*·χ_jm / (Σ_j |O_j|² + δ·max)
///   α_j  = argmin ‖χ_j − α_O·P_j·ΔO − α_P·O_j·ΔP‖²                   (α_P only when the probe moves)
///   O   += β·ΔO·Σ_j α_Oj·S_j / Σ_j S_j,  P_m += β_P·ΔP_m·mean α_Pj
/// with S_j = Σ_m |P_jm|², δ = 0.5; β = 0.9 by default, β_P = β unless a probe step is given. Beyond the paper, object
/// and probe have the momentum of momentum.h (η = 0.9 once a pass; 0 = the paper's method): on the reference scan it
/// halves the residual that 300 passes leave. Memory: a few windows for each pattern of a batch. Threads share the
/// patterns, then the rows of the object; sums run in a fixed order.
class LsqMl : public Engine {
 public:
  LsqMl(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage),
        m_problem(setup.problem),
        m_cover(setup.problem, start),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_batches(setup.stage.order, setup.seed, batchSize(setup.stage, setup.problem.patterns()),
                  patternsByPlace(setup.problem.scan().positions)),
        m_windows(m_problem.window(), m_batches.largest(), m_problem.threads()),
        m_workspaces(makeWorkspaces(setup.problem)),
        m_slots(m_batches.largest(), LsqSlot(setup.problem)),
        m_factors(m_workspaces.size(), RealImage(m_problem.window(), m_problem.window())),
        m_sharedLight(m_problem.window(), m_problem.window()),
        m_direction(start.object.rows(), start.object.cols()),
        m_light(start.object.rows(), start.object.cols()),
        m_steps(static_cast<std::size_t>(m_problem.threads()), start.object.cols()),
        m_before(start.object) {
    if (m_stage.momentum > 0) m_momentum.emplace(m_stage, m_problem.patterns(), start);
    if (m_stage.probe_from == 0) return;
    m_probeDirection = ComplexStack(m_problem.modes(), m_problem.window(), m_problem.window());
    m_objectLight = RealImage(m_problem.window(), m_problem.window());
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(m_iteration + 1));
    const bool updates = updatesProbe(m_stage, static_cast<int>(m_iteration + 1));
    m_before = estimate.object;
    m_batches.deal(m_iteration);
    m_problem.beginPass(m_batches.turns());
    m_varies = !estimate.variation.empty();
    for (std::size_t b = 0; b < m_batches.count(); ++b) {
      const auto batch = m_batches.batch(b);
      if (b == 0 || updates) lookAtProbe(estimate);
      update(batch, updates, estimate);
      if (m_momentum && m_momentum->advance(batch.size(), updates, estimate)) constrainRows(estimate.object);
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
  static constexpr float kDamping = 0.5F;  ///< δ

  static std::size_t batchSize(const StageSpec& stage, std::size_t patterns) {
    if (stage.batch > 0) return std::min(static_cast<std::size_t>(stage.batch), patterns);
    return std::min(std::clamp<std::size_t>((patterns + 5) / 10, 4, 64), patterns);
  }

  void update(std::span<const std::size_t> batch, bool updates, Estimate& estimate) {
    eachSlot(batch, [&](std::size_t j, LsqSlot& slot, Workspace& work) { look(j, estimate, slot, work); });
    m_windows.set(m_cover, batch);
    m_windows.eachSpan([&](std::size_t, std::size_t row, const BatchWindows::Span& span) {
      addUp(row, span, estimate.probe);
    });
    if (updates) findProbeDirection(batch, estimate.object);
    eachSlot(batch, [&](std::size_t j, LsqSlot& slot, Workspace& work) { measure(j, updates, estimate, slot, work); });
    m_windows.eachSpan([&](std::size_t thread, std::size_t row, const BatchWindows::Span& span) {
      step(thread, row, span, estimate.object);
    });
    if (updates) stepProbe(batch.size(), estimate.probe);
  }

  template <class Work>
  void eachSlot(std::span<const std::size_t> batch, Work&& work) {
#pragma omp parallel for schedule(dynamic) num_threads(m_problem.threads())
    for (std::ptrdiff_t s = 0; s < static_cast<std::ptrdiff_t>(batch.size()); ++s) {
      const auto slot = static_cast<std::size_t>(s);
      work(batch[slot], m_slots[slot], m_workspaces[static_cast<std::size_t>(omp_get_thread_num())]);
    }
  }

  void lookAtProbe(const Estimate& estimate) {
    sumPower(estimate.probe.image(0), estimate, m_sharedLight);
    m_peak = kernels::largest(m_sharedLight.data(), m_sharedLight.size());
  }

  static void sumPower(const Complex* first, const Estimate& estimate, RealImage& light) {
    kernels::power(first, light.data(), light.size());
    for (std::size_t m = 1; m < estimate.probe.count(); ++m) {
      kernels::addPower(estimate.probe.image(m), light.data(), light.size());
    }
  }

  [[nodiscard]] const float* lightRow(const LsqSlot& slot, std::size_t r) const {
    return m_varies ? slot.light.row(r) : m_sharedLight.row(r);
  }

  /// A picture of the object's size under one window: in place on whole pixels, else what was shifted into `buffer`.
  struct Patch {
    const Complex* values;
    std::size_t stride;
    [[nodiscard]] const Complex* row(std::size_t r) const { return values + r * stride; }
  };
  [[nodiscard]] Patch patchOf(std::size_t j, const LsqSlot& slot, const ComplexImage& object) const {
    return patchOf(j, slot, object, slot.patch);
  }
  [[nodiscard]] Patch patchOf(std::size_t j, const LsqSlot& slot, const ComplexImage& picture,
                              const ComplexImage& buffer) const {
    if (!slot.onGrid) return {buffer.data(), buffer.cols()};
    return {picture.row(m_cover.row(j)) + m_cover.col(j), picture.cols()};
  }
  [[nodiscard]] kernels::WindowRows rowsOf(const Complex* probe, const Patch& patch, std::size_t first,
                                           std::size_t count) const {
    const std::size_t side = m_problem.window();
    return {probe + first * side, patch.row(first), patch.stride, count, side};
  }

  /// χ of one pattern, and what cannot be found later without a copy.
  void look(std::size_t j, const Estimate& estimate, LsqSlot& slot, Workspace& work) {
    const Complex* first = probeOf(estimate, j, 0, work.probe);
    slot.onGrid = m_cover.onWholePixel(j);
    if (!slot.onGrid) m_cover.gather(estimate.object, j, slot.patch);
    exitWaveChange(
        m_problem, m_stage.noise, j,
        [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
          const Complex* probe = m == 0 ? first : estimate.probe.image(m);
          kernels::plainWave(rowsOf(probe, patchOf(j, slot, estimate.object), row, lines), out);
        },
        slot.change, work, m_factors[static_cast<std::size_t>(omp_get_thread_num())]);
    if (m_varies) sumPower(first, estimate, slot.light);
    if (slot.onGrid && !m_varies) return;
    kernels::conjugateProduct(first, slot.change.image(0), slot.back.data(), slot.back.size());
    for (std::size_t m = 1; m < m_problem.modes(); ++m) {
      kernels::addConjugateProduct(estimate.probe.image(m), slot.change.image(m), slot.back.data(), slot.back.size());
    }
    m_cover.bringToGrid(j, slot.back.data(), work.patch);
  }

  /// One stretch of ΔO.
  void addUp(std::size_t row, const BatchWindows::Span& span, const ComplexStack& probe) {
    const std::size_t side = m_problem.window();
    const std::size_t width = span.end - span.begin;
    Complex* sum = m_direction.row(row) + span.begin;
    float* light = m_light.row(row) + span.begin;
    std::fill_n(sum, width, Complex{});
    std::fill_n(light, width, 0.0F);
    for (const auto& window : span.windows) {
      const std::size_t at = window.col - span.begin;
      const std::size_t r = row - window.row;
      const LsqSlot& slot = m_slots[window.slot];
      if (!slot.onGrid || m_varies) {
        kernels::addReal(lightRow(slot, r), 1.0F, light + at, side);
        kernels::addScaled(slot.back.row(r), 1.0F, sum + at, side);
        continue;
      }
      kernels::addBack(probe.image(0) + r * side, slot.change.image(0) + r * side, lightRow(slot, r), sum + at,
                       light + at, side);
      for (std::size_t m = 1; m < probe.count(); ++m) {
        kernels::addConjugateProduct(probe.image(m) + r * side, slot.change.image(m) + r * side, sum + at, side);
      }
    }
    kernels::divideBy(light, kDamping * m_peak, sum, width);
  }

  void findProbeDirection(std::span<const std::size_t> batch, const ComplexImage& object) {
    const std::size_t side = m_problem.window();
#pragma omp parallel for schedule(static) num_threads(m_problem.threads())
    for (std::ptrdiff_t at = 0; at < static_cast<std::ptrdiff_t>(side); ++at) {
      const auto row = static_cast<std::size_t>(at);
      std::fill_n(m_objectLight.row(row), side, 0.0F);
      for (std::size_t m = 0; m < m_probeDirection.count(); ++m) {
        std::fill_n(m_probeDirection.image(m) + row * side, side, Complex{});
      }
      for (std::size_t s = 0; s < batch.size(); ++s) {
        const LsqSlot& slot = m_slots[s];
        const Complex* patch = patchOf(batch[s], slot, object).row(row);
        kernels::addPower(patch, m_objectLight.row(row), side);
        for (std::size_t m = 0; m < m_probeDirection.count(); ++m) {
          kernels::addConjugateProduct(patch, slot.change.image(m) + row * side,
                                       m_probeDirection.image(m) + row * side, side);
        }
      }
    }
    const float peak = kernels::largest(m_objectLight.data(), m_objectLight.size());
    for (std::size_t m = 0; m < m_probeDirection.count(); ++m) {
      kernels::divideBy(m_objectLight.data(), kDamping * peak, m_probeDirection.image(m), m_objectLight.size());
    }
  }

  /// The step lengths of one pattern.
  void measure(std::size_t j, bool updates, const Estimate& estimate, LsqSlot& slot, Workspace& work) {
    const std::size_t side = m_problem.window();
    if (!slot.onGrid) m_cover.gather(m_direction, j, work.patch);
    const Patch along = patchOf(j, slot, m_direction, work.patch);
    const Patch patch = patchOf(j, slot, estimate.object);
    const Complex* first = probeOf(estimate, j, 0, work.probe);
    StepProducts products;
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      const auto rows = rowsOf(m == 0 ? first : estimate.probe.image(m), along, 0, side);
      const Complex* change = slot.change.image(m);
      if (updates) {
        const auto others = rowsOf(m_probeDirection.image(m), patch, 0, side);
        kernels::addStepProducts(rows, others, change, products);
      } else {
        kernels::addObjectProducts(rows, change, products);
      }
    }
    slot.steps = leastSquaresSteps(products);
  }

  void step(std::size_t thread, std::size_t row, const BatchWindows::Span& span, ComplexImage& object) {
    const std::size_t width = span.end - span.begin;
    const float* light = m_light.row(row) + span.begin;
    float* steps = m_steps.row(thread) + span.begin;
    std::fill_n(steps, width, 0.0F);
    for (const auto& window : span.windows) {
      const LsqSlot& slot = m_slots[window.slot];
      kernels::addReal(lightRow(slot, row - window.row), static_cast<float>(slot.steps.object),
                       steps + (window.col - span.begin), m_problem.window());
    }
    Complex* out = object.row(row) + span.begin;
    kernels::addStepped(m_direction.row(row) + span.begin, steps, light, stepOf(m_stage), out, width);
    m_constraint.constrainPart(row, span.begin, out, width);
  }

  /// A momentum step moves the object as a whole.
  void constrainRows(ComplexImage& object) const {
    if (!m_constraint.pixelwise()) return;
    for (std::size_t r = 0; r < object.rows(); ++r) m_constraint.constrainPart(r, 0, object.row(r), object.cols());
  }

  void stepProbe(std::size_t slots, ComplexStack& probe) {
    double mean = 0;
    for (std::size_t s = 0; s < slots; ++s) mean += m_slots[s].steps.probe / static_cast<double>(slots);
    const double beta = m_stage.probe_step > 0 ? m_stage.probe_step : static_cast<double>(stepOf(m_stage));
    kernels::addScaled(m_probeDirection.data(), static_cast<float>(beta * mean), probe.data(), probe.size());
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  ObjectConstraint m_constraint;
  PatternBatches m_batches;
  BatchWindows m_windows;
  std::vector<Workspace> m_workspaces;
  std::vector<LsqSlot> m_slots;   ///< one for each pattern of a batch
  std::vector<RealImage> m_factors;  ///< of exitWaveChange(), one for each thread
  RealImage m_sharedLight;        ///< Σ_m |P_m|² of the shared modes
  float m_peak = 0;               ///< its maximum
  bool m_varies = false;          ///< the probe varies from pattern to pattern
  ComplexImage m_direction;       ///< ΔO under the windows of the batch
  ComplexStack m_probeDirection;  ///< ΔP
  RealImage m_objectLight;        ///< Σ_j |O_j|²
  RealImage m_light;              ///< Σ_j S_j under the windows of the batch
  RealImage m_steps;              ///< Σ_j α_j·S_j, a row of the object for each thread
  ComplexImage m_before;
  std::optional<Momentum> m_momentum;
  std::uint64_t m_iteration = 0;
};

}  // namespace

std::unique_ptr<Engine> makeLsqMl(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<LsqMl>(setup, start);
}

}  // namespace ptycho
