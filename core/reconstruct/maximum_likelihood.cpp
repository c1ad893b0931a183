#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/reconstruct/conjugate_direction.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/likelihood_pass.h"
#include "core/reconstruct/line_minimum.h"
#include "core/reconstruct/overlap_projection.h"

namespace ptycho {

namespace {

// Where the line search looks at the slope, in units of the last step length.
constexpr std::array<double, 4> kSteps{0.5, 1, 2, 4};
// How far beyond the last step the range is looked at, and its limits.
constexpr double kReach = 2;
constexpr double kSmallestReach = 1;
constexpr double kLargestReach = 64;
// Smallest light on a pixel of the probe, relative to the brightest: keeps its steps finite.
constexpr float kProbeFloor = 0.01F;
// ε of the object starts with the brightest illumination and falls by e in so many iterations.
constexpr double kSofteningIterations = 50;
// A loss that rose by less has only been rounded.
constexpr double kRounding = 1e-6;
// Tries of a step, each half as long as the one before.
constexpr int kTries = 12;

std::span<Complex> all(ComplexImage& image) { return {image.data(), image.size()}; }
std::span<Complex> all(ComplexStack& stack) { return {stack.data(), stack.size()}; }

/// Maximum likelihood by preconditioned nonlinear conjugate gradient (Thibault & Guizar-Sicairos, New J. Phys. 14,
/// 063004, 2012) on the object and, from probe_from on, the probe at once; the likelihood is that of likelihood.h, the
/// directions those of conjugate_direction.h. Gauss–Newton's diagonal is the metric of both, which also settles their
/// relative scale:
///   D = (Σ_j Σ_m |P_jm|² + ε)·κ for the object,  D = (Σ_j |O_j|² + 1 %)·κ / probe_step for the probe,
/// κ the curvature of the likelihood. ε falls from max Σ|P|² to regularisation · max Σ|P|²: what hardly any light
/// reaches follows later than the bright middle, which leads to fewer false minima. The step ends at the minimum of the
/// loss on the line, from its exact slopes at four places. Should the loss rise all the same (a projection onto a set that
/// is not convex, a polynomial that does not follow the slopes), the step is taken back and tried anew with half its
/// length, and directions start anew. Smoothing and total variation may raise the loss: with them steps stay.
class MaximumLikelihood : public Engine {
 public:
  MaximumLikelihood(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage),
        m_problem(setup.problem),
        m_pass(setup.problem, setup.stage.noise, start),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_conjugate(setup.problem.threads()),
        m_gradient(start),
        m_step(start),
        m_direction(start),
        m_norm(start.object.rows()) {
    m_parts.reserve(2);
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(++m_iteration));
    const bool withProbe = updatesProbe(m_stage, static_cast<int>(m_iteration));
    if (static_cast<int>(m_iteration) == m_stage.probe_from) m_conjugate.forget();
    const double loss = m_pass.gradient(estimate, withProbe, m_gradient);
    if (loss > m_loss * (1 + kRounding)) m_conjugate.forget();
    m_loss = loss;
    collectParts(estimate, withProbe);
    const double beta = m_conjugate.precondition(m_parts);
    double slope = m_conjugate.turn(m_parts, beta, m_reach);
    if (!(slope < 0) && beta > 0) slope = m_conjugate.turn(m_parts, 0, m_reach);
    if (!(slope < 0)) return 0;
    descend(estimate, withProbe, lineSearch(estimate, withProbe, slope));
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange& change) override {
    m_pass.follow(estimate);
    m_loss = std::numeric_limits<double>::infinity();
    if (change.roll_rows != 0 || change.roll_cols != 0) m_conjugate.forget();
    for (LikelihoodVector* vector : {&m_step, &m_direction}) {
      if (change.probe_factor != 1) {
        for (auto& value : all(vector->object)) value /= change.probe_factor;
        for (auto& value : all(vector->probe)) value *= change.probe_factor;
      }
      if (!change.mixing.empty()) mix(change.mixing, vector->probe);
    }
  }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    archive.values("step", all(m_step.object));
    archive.values("step_probe", all(m_step.probe));
    archive.values("direction", all(m_direction.object));
    archive.values("direction_probe", all(m_direction.probe));
    archive.number("step_norm", m_conjugate.norm());
    archive.number("loss", m_loss);
    archive.number("reach", m_reach);
    archive.number("length", m_length);
  }

 private:
  void mix(const Image<Complex>& mixing, ComplexStack& modes) {
    m_gradient.probe = modes;
    std::ranges::fill(all(modes), Complex{});
    for (std::size_t a = 0; a < modes.count(); ++a) {
      for (std::size_t b = 0; b < modes.count(); ++b) {
        kernels::addMultiple(m_gradient.probe.image(b), mixing(a, b), modes.image(a), modes.imageSize());
      }
    }
  }

  void collectParts(const Estimate& estimate, bool withProbe) {
    const ScanCover& cover = m_pass.cover();
    const double softening = std::exp(-static_cast<double>(m_iteration) / kSofteningIterations);
    const float rate = 1 / m_pass.likelihood().curvature();
    m_parts.clear();
    m_parts.push_back({estimate.object.rows(), estimate.object.cols(), estimate.object.data(), m_gradient.object.data(),
                       m_step.object.data(), m_direction.object.data(), &cover.illumination(),
                       cover.epsilon(std::max(m_stage.regularisation, softening)), rate,
                       m_constraint.pixelwise() ? &m_constraint : nullptr});
    if (!withProbe) return;
    const RealImage& light = m_pass.objectLight();
    const auto relative = static_cast<float>(m_stage.probe_step > 0 ? m_stage.probe_step : 1);
    m_parts.push_back({estimate.probe.count() * estimate.probe.rows(), estimate.probe.cols(), estimate.probe.data(),
                       m_gradient.probe.data(), m_step.probe.data(), m_direction.probe.data(), &light,
                       kProbeFloor * *std::ranges::max_element(light), rate * relative, nullptr});
  }

  /// The step length; in units of the one that cannot overshoot for gaussian noise it changes little between
  /// iterations.
  double lineSearch(const Estimate& estimate, bool withProbe, double slope) {
    const double safe = -0.5 * slope / (m_conjugate.directionLight() * m_pass.likelihood().curvature());
    std::array<double, kSteps.size() + 1> steps{0};
    std::array<double, kSteps.size() + 1> slopes{slope};
    for (std::size_t k = 0; k < kSteps.size(); ++k) steps[k + 1] = kSteps[k] * m_length * safe;
    m_pass.slopes(estimate, m_direction, withProbe, std::span<const double>(steps).subspan(1),
                  std::span<double>(slopes).subspan(1));
    double length = lineMinimum(steps, slopes);
    m_length = std::clamp(length / safe, 1e-3, 1e3);
    if (m_constraint.pixelwise()) length = std::min(length, m_reach);
    m_reach = std::clamp(kReach * length, kSmallestReach, kLargestReach);
    return length;
  }

  /// Steps, and takes back what raises the loss.
  void descend(Estimate& estimate, bool withProbe, double length) {
    std::swap(m_gradient.object, estimate.object);  // the gradient is used up: from now on where the step begins
    if (withProbe) m_gradient.probe = estimate.probe;
    for (int tries = 0; tries < kTries; ++tries, length /= 2) {
      move(estimate, withProbe, static_cast<float>(length));
      if (m_constraint.picturewise()) return;
      const double loss = m_pass.loss(estimate);
      if (!(loss > m_loss * (1 + kRounding))) return;
      m_conjugate.forget();
      m_reach = std::clamp(length, kSmallestReach, kLargestReach);
    }
    move(estimate, withProbe, 0);
  }

  /// From where the step begins.
  void move(Estimate& estimate, bool withProbe, float length) {
    const ComplexImage& before = m_gradient.object;
    const std::size_t cols = before.cols();
    const auto rows = static_cast<std::ptrdiff_t>(before.rows());
#pragma omp parallel for schedule(static) num_threads(m_problem.threads())
    for (std::ptrdiff_t at = 0; at < rows; ++at) {
      const auto r = static_cast<std::size_t>(at);
      Complex* object = estimate.object.row(r);
      std::copy_n(before.row(r), cols, object);
      kernels::addScaled(m_direction.object.row(r), length, object, cols);
      m_constraint.constrainPart(r, 0, object, cols);
      m_norm.addRow(r, before.row(r), object, cols);
    }
    m_constraint.constrainWhole(estimate.object);
    if (!withProbe) return;
    estimate.probe = m_gradient.probe;
    kernels::addScaled(m_direction.probe.data(), length, estimate.probe.data(), estimate.probe.size());
    m_pass.follow(estimate);
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  LikelihoodPass m_pass;
  ObjectConstraint m_constraint;
  ConjugateDirection m_conjugate;
  LikelihoodVector m_gradient;
  LikelihoodVector m_step;       ///< z
  LikelihoodVector m_direction;  ///< d
  std::vector<DescentPart> m_parts;
  UpdateNorm m_norm;
  double m_loss = std::numeric_limits<double>::infinity();
  double m_reach = kReach;
  double m_length = 1;  ///< of the last step
  std::uint64_t m_iteration = 0;
};

}  // namespace

std::unique_ptr<Engine> makeMaximumLikelihood(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<MaximumLikelihood>(setup, start);
}

}  // namespace ptycho
