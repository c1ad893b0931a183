#include <algorithm>
#include <numeric>

#include "core/base/random.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

namespace {

constexpr std::uint64_t kOrderStream = 0x706965;  // "pie"

/// Ptychographic iterative engines, one pattern after the other in a seeded random order:
///   O[patch] += β · Σ_m P_m* (Π_F ψ_m − ψ_m) / D
/// ePIE (Maiden & Rodenburg, Ultramicroscopy 109, 2009):  D = max Σ|P|²
/// rPIE (Maiden, Johnson & Li, Optica 4, 2017):           D = α·max Σ|P|² + (1−α)·Σ|P|²
/// The order of iteration t depends on (seed, t) alone.
class Pie : public Engine {
 public:
  Pie(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage), m_problem(setup.problem), m_cover(setup.problem, start), m_work(setup.problem),
        m_constraint(setup.stage, setup.range, setup.problem.support()), m_seed(setup.seed),
        m_change(m_problem.window(), m_problem.window()), m_weight(m_problem.window(), m_problem.window()),
        m_before(start.object) {
    weigh(start);
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(m_iteration + 1));
    m_before = estimate.object;
    const auto patterns = order();
    m_problem.beginPass(patterns);
    for (const std::size_t j : patterns) updatePattern(j, estimate);
    ++m_iteration;
    m_constraint.constrainWhole(estimate.object);
    return updateSize(m_before, estimate.object);
  }

  void follow(const Estimate& estimate, const EstimateChange&) override {
    m_cover.update(estimate);
    weigh(estimate);
  }

  void exchange(StateArchive& archive) override { archive.count("iteration", m_iteration); }

 private:
  void weigh(const Estimate& estimate) {
    std::ranges::fill(m_weight, 0.0F);
    for (std::size_t m = 0; m < estimate.probe.count(); ++m) {
      kernels::addPower(estimate.probe.image(m), m_weight.data(), m_weight.size());
    }
    const float peak = *std::ranges::max_element(m_weight);
    const auto alpha = static_cast<float>(m_stage.engine == EngineKind::Rpie ? m_stage.alpha : 1.0);
    for (auto& value : m_weight) value = stepOf(m_stage) / (alpha * peak + (1 - alpha) * value);
  }

  [[nodiscard]] std::vector<std::size_t> order() const {
    std::vector<std::size_t> order(m_problem.patterns());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const CounterRandom random(m_seed, kOrderStream + (m_iteration << 24));
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.below(k, k)]);
    return order;
  }

  void updatePattern(std::size_t j, Estimate& estimate) {
    const std::size_t count = m_problem.windowSize();
    ComplexImage& patch = m_work.patch;
    m_cover.gather(estimate.object, j, patch);
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      kernels::exitWave(probeOf(estimate, j, m, m_work.probe), patch.data(), m_work.waves.image(m), count);
      std::copy_n(m_work.waves.image(m), count, m_work.transformed.image(m));
      m_problem.fft().forwardUnscaled(m_work.transformed.image(m));
    }
    projectModulus(m_problem, m_problem.target(j, m_work.target), m_work.transformed, m_work.power);
    std::ranges::fill(m_change, Complex{});
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      Complex* projected = m_work.transformed.image(m);
      m_problem.fft().inverseUnscaled(projected);
      kernels::addScaled(m_work.waves.image(m), -1.0F, projected, count);
      kernels::addConjugateProduct(probeOf(estimate, j, m, m_work.probe), projected, m_change.data(), count);
    }
    kernels::scaleBy(m_weight.data(), m_change.data(), count);
    m_cover.bringToGrid(j, m_change.data(), patch);
    for (std::size_t r = 0; r < m_problem.window(); ++r) {
      Complex* out = estimate.object.row(m_cover.row(j) + r) + m_cover.col(j);
      kernels::addScaled(m_change.row(r), 1.0F, out, m_problem.window());
      m_constraint.constrainPart(m_cover.row(j) + r, m_cover.col(j), out, m_problem.window());
    }
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  Workspace m_work;
  ObjectConstraint m_constraint;
  std::uint64_t m_seed;
  std::uint64_t m_iteration = 0;
  ComplexImage m_change;
  RealImage m_weight;  ///< β / D
  ComplexImage m_before;
};

}  // namespace

std::unique_ptr<Engine> makePie(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<Pie>(setup, start);
}

}  // namespace ptycho
