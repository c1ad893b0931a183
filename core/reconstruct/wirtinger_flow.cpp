#include <cmath>
#include <limits>
#include <numeric>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_pass.h"

namespace ptycho {

namespace {

/// Accelerated Wirtinger flow (Xu, Eldar & others 2018), amplitude loss, preconditioned by the illumination:
///   O ← Y − Σ_j P_j* F⁻¹[(1 − M/|F|)F] / (W + ε·max W),   Y = O + (t−1)/t⁺ · (O − O_prev),
/// Nesterov's t, set back to 1 when the loss rises (O'Donoghue & Candès 2015).
class WirtingerFlow : public Engine {
 public:
  WirtingerFlow(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage),
        m_problem(setup.problem),
        m_cover(setup.problem, start),
        m_sweep(setup.problem),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_lookAhead(start.object),
        m_sum(start.object.rows(), start.object.cols()),
        m_norm(start.object.rows()),
        m_losses(m_problem.patterns()) {}

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(++m_iteration));
    m_sweep.run(m_cover, m_sum, [&](std::size_t j, Workspace& work, const PatchBox& box) {
      gradientOf(j, estimate, work, box);
    });
    const double loss = std::accumulate(m_losses.begin(), m_losses.end(), 0.0);
    if (loss > m_loss) m_t = 1;
    m_loss = loss;
    const double next = 0.5 * (1 + std::sqrt(1 + 4 * m_t * m_t));
    const auto momentum = static_cast<float>((m_t - 1) / next);
    m_t = next;
    step(estimate.object, momentum);
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange& change) override {
    m_cover.update(estimate);
    // Positions move a little at a time: the momentum stays good, and a loss that rises stops it anyway.
    EstimateChange beside = change;
    beside.positions = false;
    if (!beside.any()) return;
    m_lookAhead = estimate.object;
    m_t = 1;
  }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    archive.values("look_ahead", std::span<Complex>(m_lookAhead.data(), m_lookAhead.size()));
    archive.number("loss", m_loss);
    archive.number("t", m_t);
  }

 private:
  void gradientOf(std::size_t j, const Estimate& estimate, Workspace& work, const PatchBox& box) {
    const std::size_t side = m_problem.window();
    const float scale = m_problem.fft().scale();
    const float* target = m_problem.columnTarget(j, work.target);
    const PatchRows patch(m_cover, m_lookAhead, j, work.patch);
    const PatchSum sum(m_cover, j, box, work.sum);
    double loss = 0;
    throughFourierPlane(
        m_problem.roundTrip(), work.trip,
        [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
          kernels::plainWave(patch.with(probeOf(estimate, j, m, work.probe), row, lines, side), out);
        },
        [&](std::size_t first, std::span<Complex* const> blocks, std::size_t count) {
          loss += amplitudeGradient(target + first, scale, blocks, work.power.data(), count);
        },
        [&](std::size_t m, std::size_t row, std::size_t lines, const Complex* wave) {
          kernels::subtractRows(patch.with(probeOf(estimate, j, m, work.probe), row, lines, side), wave, sum.row(row),
                                sum.stride());
        });
    m_losses[j] = loss;
    sum.finish(work.patch);
  }

  /// Transforms → (1 − M/|F|)·F, |F|² summed over the modes; returns Σ(|F| − M)².
  static double amplitudeGradient(const float* target, float scale, std::span<Complex* const> blocks, float* power,
                                  std::size_t count) {
    if (blocks.size() == 1) return kernels::gradientModulus(target, scale, blocks[0], count);
    kernels::power(blocks[0], power, count);
    for (std::size_t m = 1; m < blocks.size(); ++m) kernels::addPower(blocks[m], power, count);
    const double loss = kernels::squaredResidualSum(power, target, scale, count);
    kernels::gradientFactor(power, target, scale, power, count);
    for (Complex* block : blocks) kernels::scaleBy(power, block, count);
    return loss;
  }

  /// The gradient step from the look-ahead, then the next look-ahead, row by row.
  void step(ComplexImage& object, float momentum) {
    const float epsilon = m_cover.epsilon(m_stage.regularisation);
    const auto rows = static_cast<std::ptrdiff_t>(object.rows());
#pragma omp parallel for schedule(static) num_threads(m_problem.threads())
    for (std::ptrdiff_t at = 0; at < rows; ++at) {
      const auto row = static_cast<std::size_t>(at);
      Complex* sum = m_sum.row(row);
      Complex* current = object.row(row);
      Complex* ahead = m_lookAhead.row(row);
      kernels::dividedStep(ahead, m_cover.illumination().row(row), epsilon, sum, object.cols());
      m_constraint.constrainPart(row, 0, sum, object.cols());
      m_norm.addRow(row, current, sum, object.cols());
      kernels::lookAhead(sum, momentum, current, ahead, object.cols());
    }
    m_constraint.constrainWhole(object);
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PatternSweep m_sweep;
  ObjectConstraint m_constraint;
  ComplexImage m_lookAhead;
  ComplexImage m_sum;
  UpdateNorm m_norm;
  std::vector<double> m_losses;
  double m_loss = std::numeric_limits<double>::infinity();
  double m_t = 1;
  std::uint64_t m_iteration = 0;
};

}  // namespace

std::unique_ptr<Engine> makeWirtingerFlow(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<WirtingerFlow>(setup, start);
}

}  // namespace ptycho
