#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "core/reconstruct/amplitude_gradient.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_pass.h"
#include "core/reconstruct/probe_projection.h"

namespace ptycho {

namespace {

constexpr double kProbeStep = 0.5;

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
        m_losses(m_problem.patterns()) {
    if (setup.stage.probe_from > 0) m_probe.emplace(setup.problem);
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(++m_iteration));
    const bool probeToo = updatesProbe(m_stage, static_cast<int>(m_iteration));
    if (probeToo) m_probe->clear();
    const float epsilon = m_cover.epsilon(m_stage.regularisation);
    std::size_t chunksDone = 0;
    float momentum = 0;
    m_sweep.run(
        m_cover, m_sum,
        [&](std::size_t j, Workspace& work, const PatchBox& box) { gradientOf(j, estimate, probeToo, work, box); },
        [&](std::size_t row) { stepRow(row, epsilon, momentum, estimate.object); },
        [&](std::size_t slot) {
          if (probeToo) m_probe->flush(slot);
          if (++chunksDone == m_cover.chunks().size()) momentum = nextMomentum();
        });
    if (m_constraint.picturewise()) constrainWhole(estimate.object, momentum);
    if (probeToo) {
      m_probe->apply(-probeStepOf(m_stage, kProbeStep), estimate.probe);
      m_cover.update(estimate);
    }
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange& change) override {
    m_cover.update(estimate);
    // Positions move a little at a time: the momentum stays good, and a loss that rises stops it anyway.
    if (change.roll_rows != 0 || change.roll_cols != 0) {
      m_lookAhead = estimate.object;
      m_t = 1;
    } else if (change.probe_factor != 1.0F) {
      for (auto& value : m_lookAhead) value /= change.probe_factor;
    }
  }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    archive.values("look_ahead", std::span<Complex>(m_lookAhead.data(), m_lookAhead.size()));
    archive.number("loss", m_loss);
    archive.number("t", m_t);
  }

 private:
  void gradientOf(std::size_t j, const Estimate& estimate, bool probeToo, Workspace& work, const PatchBox& box) {
    const std::size_t side = m_problem.window();
    const float scale = m_problem.fft().scale();
    const float* target = m_problem.columnTarget(j, work.target);
    const PatchRows patch(m_cover, m_lookAhead, j, work.patch);
    const PatchSum sum(m_cover, j, box, work.sum);
    const Complex* first = probeOf(estimate, j, 0, work.probe);
    const auto probe = [&](std::size_t m) { return m == 0 ? first : estimate.probe.image(m); };
    double loss = 0;
    throughFourierPlane(
        m_problem.roundTrip(), work.trip,
        [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
          kernels::plainWave(patch.with(probe(m), row, lines, side), out);
        },
        [&](std::size_t from, std::span<Complex* const> blocks, std::size_t count) {
          loss += amplitudeGradient(target + from, scale, blocks, work.power.data(), count);
        },
        [&](std::size_t m, std::size_t row, std::size_t lines, const Complex* wave) {
          kernels::subtractRows(patch.with(probe(m), row, lines, side), wave, sum.rows(row, lines),
                                sum.stride());
          if (!probeToo) return;
          for (std::size_t k = 0; k < lines; ++k) {
            kernels::addConjugateProduct(patch.row(row + k), wave + k * side,
                                         m_probe->sums(box.slot, m) + (row + k) * side, side);
          }
        });
    if (probeToo) m_probe->addLight(box.slot, [&](std::size_t r) { return patch.row(r); });
    m_losses[j] = loss;
    sum.finish(work.patch);
  }

  /// From the losses of all patterns.
  float nextMomentum() {
    const double loss = std::accumulate(m_losses.begin(), m_losses.end(), 0.0);
    if (loss > m_loss) m_t = 1;
    m_loss = loss;
    const double next = 0.5 * (1 + std::sqrt(1 + 4 * m_t * m_t));
    const auto momentum = static_cast<float>((m_t - 1) / next);
    m_t = next;
    return momentum;
  }

  /// The gradient step from the look-ahead, then the next look-ahead.
  void stepRow(std::size_t row, float epsilon, float momentum, ComplexImage& object) {
    Complex* sum = m_sum.row(row);
    Complex* current = object.row(row);
    Complex* ahead = m_lookAhead.row(row);
    kernels::dividedStep(ahead, m_cover.illumination().row(row), epsilon, sum, object.cols());
    m_constraint.constrainPart(row, 0, sum, object.cols());
    m_norm.addRow(row, current, sum, object.cols());
    kernels::lookAhead(sum, momentum, current, ahead, object.cols());
  }

  /// The look-ahead starts from what the constraint makes of the step, which m_sum still holds.
  void constrainWhole(ComplexImage& object, float momentum) {
    m_constraint.constrainWhole(object);
    for (std::size_t i = 0; i < object.size(); ++i) m_lookAhead[i] += (1 + momentum) * (object[i] - m_sum[i]);
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PatternSweep m_sweep;
  ObjectConstraint m_constraint;
  ComplexImage m_lookAhead;
  ComplexImage m_sum;
  UpdateNorm m_norm;
  std::optional<ProbeProjection> m_probe;
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
