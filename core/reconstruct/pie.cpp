#include <algorithm>
#include <numeric>
#include <optional>

#include "core/base/random.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/range.h"

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
  Pie(const StageSpec& stage, const RangeSpec& range, std::uint64_t seed, const ReconstructionProblem& problem)
      : m_stage(stage), m_problem(problem), m_work(problem), m_seed(seed),
        m_change(problem.window(), problem.window()), m_weight(problem.window(), problem.window()) {
    if (stage.range) m_range.emplace(range);
    for (std::size_t m = 0; m < problem.modes(); ++m) {
      kernels::addPower(problem.probe().image(m), m_weight.data(), m_weight.size());
    }
    const float peak = *std::ranges::max_element(m_weight);
    const auto beta = static_cast<float>(stage.beta > 0 ? stage.beta : 1.0);
    const auto alpha = static_cast<float>(stage.engine == EngineKind::Rpie ? stage.alpha : 1.0);
    for (auto& value : m_weight) value = beta / (alpha * peak + (1 - alpha) * value);
  }

  double iterate(ComplexImage& object) override {
    const ComplexImage before = object;
    for (const std::size_t j : order()) updatePattern(j, object);
    ++m_iteration;
    UpdateNorm norm(object.rows());
    for (std::size_t row = 0; row < object.rows(); ++row) {
      norm.addRow(row, before.row(row), object.row(row), object.cols());
    }
    return norm.ratio();
  }

 private:
  [[nodiscard]] std::vector<std::size_t> order() const {
    std::vector<std::size_t> order(m_problem.patterns());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const CounterRandom random(m_seed, kOrderStream + (m_iteration << 24));
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.below(k, k)]);
    return order;
  }

  void updatePattern(std::size_t j, ComplexImage& object) {
    const std::size_t count = m_problem.windowSize();
    const auto& probe = m_problem.probe();
    auto& [patch, waves, projected, scratch] = m_work;
    m_problem.gather(object, j, patch);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      kernels::exitWave(probe.image(m), patch.data(), waves.image(m), count);
      std::copy_n(waves.image(m), count, projected.image(m));
      m_problem.fft().forwardUnscaled(projected.image(m));
    }
    projectModulus(m_problem, j, projected, scratch);
    std::ranges::fill(m_change, Complex{});
    for (std::size_t m = 0; m < probe.count(); ++m) {
      m_problem.fft().inverseUnscaled(projected.image(m));
      kernels::addScaled(waves.image(m), -1.0F, projected.image(m), count);
      kernels::addConjugateProduct(probe.image(m), projected.image(m), m_change.data(), count);
    }
    kernels::scaleBy(m_weight.data(), m_change.data(), count);
    m_problem.bringToGrid(j, m_change.data(), patch);
    const auto& position = m_problem.scan().positions[j];
    const auto row0 = static_cast<std::size_t>(position.row);
    const auto col0 = static_cast<std::size_t>(position.col);
    for (std::size_t r = 0; r < m_problem.window(); ++r) {
      Complex* out = object.row(row0 + r) + col0;
      kernels::addScaled(m_change.row(r), 1.0F, out, m_problem.window());
      if (m_range) m_range->apply(out, m_problem.window());
    }
  }

  StageSpec m_stage;
  std::optional<RangeProjection> m_range;
  const ReconstructionProblem& m_problem;
  Workspace m_work;
  std::uint64_t m_seed;
  std::uint64_t m_iteration = 0;
  ComplexImage m_change;
  RealImage m_weight;  ///< β / D
};

}  // namespace

std::unique_ptr<Engine> makePie(const StageSpec& stage, const RangeSpec& range, std::uint64_t seed,
                                const ReconstructionProblem& problem) {
  return std::make_unique<Pie>(stage, range, seed, problem);
}

}  // namespace ptycho
