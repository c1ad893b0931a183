#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/range.h"

namespace ptycho {

namespace {

/// Accelerated Wirtinger flow (Xu, Eldar & others 2018), amplitude loss, preconditioned by the illumination:
///   O ← Y − Σ_j P_j* F⁻¹[(1 − M/|F|)F] / (W + ε·max W),   Y = O + (t−1)/t⁺ · (O − O_prev),
/// Nesterov's t, set back to 1 when the loss rises (O'Donoghue & Candès 2015).
class WirtingerFlow : public Engine {
 public:
  WirtingerFlow(const StageSpec& stage, const RangeSpec& range, const ReconstructionProblem& problem,
                const ComplexImage& object)
      : m_stage(stage),
        m_problem(problem),
        m_workspaces(makeWorkspaces(problem)),
        m_lookAhead(object),
        m_contributions(problem.patterns(), problem.window(), problem.window()),
        m_losses(problem.patterns()) {
    if (stage.range) m_range.emplace(range);
  }

  double iterate(ComplexImage& object) override {
    forEachPattern(m_problem, m_workspaces, [&](std::size_t j, Workspace& work) { gradientOf(j, work); });
    const double loss = std::accumulate(m_losses.begin(), m_losses.end(), 0.0);
    if (loss > m_loss) m_t = 1;
    m_loss = loss;
    const double next = 0.5 * (1 + std::sqrt(1 + 4 * m_t * m_t));
    const auto momentum = static_cast<float>((m_t - 1) / next);
    m_t = next;
    return step(object, momentum);
  }

 private:
  void gradientOf(std::size_t j, Workspace& work) {
    const std::size_t count = m_problem.windowSize();
    const auto& probe = m_problem.probe();
    const float* target = m_problem.target(j);
    float* power = work.scratch.data();
    Complex* sum = m_contributions.image(j);
    m_problem.gather(m_lookAhead, j, work.patch);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      kernels::exitWave(probe.image(m), work.patch.data(), work.waves.image(m), count);
      m_problem.fft().forwardUnscaled(work.waves.image(m));
      if (m == 0) kernels::power(work.waves.image(m), power, count);
      else kernels::addPower(work.waves.image(m), power, count);
    }
    m_losses[j] = kernels::squaredResidualSum(power, target, m_problem.fft().scale(), count);
    kernels::gradientFactor(power, target, m_problem.fft().scale(), power, count);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      kernels::scaleBy(power, work.waves.image(m), count);
      m_problem.fft().inverseUnscaled(work.waves.image(m));
      if (m == 0) kernels::conjugateProduct(probe.image(m), work.waves.image(m), sum, count);
      else kernels::addConjugateProduct(probe.image(m), work.waves.image(m), sum, count);
    }
    m_problem.bringToGrid(j, sum, work.patch);
  }

  /// The gradient step from the look-ahead, then the next look-ahead, row by row.
  double step(ComplexImage& object, float momentum) {
    const float epsilon = m_problem.epsilon(m_stage.regularisation);
    UpdateNorm norm(object.rows());
    m_problem.sumRows(m_contributions, [&](std::size_t row, Complex* sum) {
      Complex* current = object.row(row);
      Complex* ahead = m_lookAhead.row(row);
      const float* light = m_problem.illumination().row(row);
      for (std::size_t c = 0; c < object.cols(); ++c) {
        const float weight = light[c] + epsilon;
        sum[c] = weight > 0 ? ahead[c] - sum[c] / weight : ahead[c];
      }
      if (m_range) m_range->apply(sum, object.cols());
      norm.addRow(row, current, sum, object.cols());
      for (std::size_t c = 0; c < object.cols(); ++c) {
        ahead[c] = sum[c] + momentum * (sum[c] - current[c]);
        current[c] = sum[c];
      }
    });
    return norm.ratio();
  }

  StageSpec m_stage;
  std::optional<RangeProjection> m_range;
  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  ComplexImage m_lookAhead;
  ComplexStack m_contributions;
  std::vector<double> m_losses;
  double m_loss = std::numeric_limits<double>::infinity();
  double m_t = 1;
};

}  // namespace

std::unique_ptr<Engine> makeWirtingerFlow(const StageSpec& stage, const RangeSpec& range,
                                          const ReconstructionProblem& problem, const ComplexImage& object) {
  return std::make_unique<WirtingerFlow>(stage, range, problem, object);
}

}  // namespace ptycho
