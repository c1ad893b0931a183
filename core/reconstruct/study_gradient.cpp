#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/reconstruct/amplitude_gradient.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_pass.h"

namespace ptycho {

namespace {

/// The object as the reference study's tensors [2, S, S] in [0, 1]: A = amplitude_max · c₀,
/// φ = phase_max − (phase_max − phase_min) · c₁.
class ChannelStep {
 public:
  /// @param rate  what Im and Re of conj(G)·O are multiplied by: 2·step/N
  ChannelStep(const RangeSpec& range, double rate)
      : m_amplitude(range.amplitude_max),
        m_phaseMax(range.phase_max_rad),
        m_span(range.phase_max_rad - range.phase_min_rad),
        m_rate(rate) {}

  /// @param descent  −G(r)
  [[nodiscard]] Complex operator()(Complex value, Complex descent) const {
    const double amplitude = std::abs(value);
    const double middle = m_phaseMax - 0.5 * m_span;
    const double phase = middle + std::remainder(std::arg(value) - middle, 2 * std::numbers::pi);
    const std::complex<double> g = std::conj(std::complex<double>(descent));
    const std::complex<double> unit = std::polar(1.0, phase);
    const std::complex<double> slope = m_rate * g * unit;
    const double c0 = amplitude / m_amplitude + m_amplitude * slope.real();
    const double c1 = (m_span > 0 ? (m_phaseMax - phase) / m_span : 0) + m_span * amplitude * slope.imag();
    return Complex(std::polar(m_amplitude * std::clamp(c0, 0.0, 1.0), m_phaseMax - m_span * std::clamp(c1, 0.0, 1.0)));
  }

 private:
  double m_amplitude;
  double m_phaseMax;
  double m_span;
  double m_rate;
};

/// The reference study's refinement, so that its null result can be shown: plain gradient steps on the channels,
///   c ← clamp(c − β·∂L/∂c, 0, 1),   L = 1/(n·w²) Σ_j Σ_q (|F_j(q)| − M_j(q))²,   n patterns of w × w pixels,
/// β = 0.05 for its five steps and 0.03 for ten. With G = Σ_j P_j* F⁻¹[(1 − M/|F|)F] the derivatives are
///   ∂L/∂A = 2/(n·w²) · Re(conj(G)·e^{iφ}),   ∂L/∂φ = −2/(n·w²) · A·Im(conj(G)·e^{iφ}),
/// which makes a step some 10⁶ times shorter than one of AWF, that is divided by Σ|P|² instead of n·w²/(2β): the object
/// stays where it is.
///
/// What is assumed of the study: the tensors were channels in [0, 1] with the ranges of RangeSpec (A from 0, so that
/// its amplitude_min plays no part unless the stage has the option range), one step a pass over all patterns, no
/// momentum.
/// Masked pixels add nothing but stay in the number of pixels. The probe is known: probe_from is not looked at.
class StudyGradient : public Engine {
 public:
  StudyGradient(const EngineSetup& setup, const Estimate& start)
      : m_problem(setup.problem),
        m_cover(setup.problem, start),
        m_sweep(setup.problem),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_step(setup.range, 2.0 * stepOf(setup.stage) /
                                static_cast<double>(setup.problem.patterns() * setup.problem.windowSize())),
        m_sum(start.object.rows(), start.object.cols()),
        m_norm(start.object.rows()) {}

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(++m_iteration));
    m_sweep.run(
        m_cover, m_sum,
        [&](std::size_t j, Workspace& work, const PatchBox& box) { gradientOf(j, estimate, work, box); },
        [&](std::size_t row) { stepRow(row, estimate.object); });
    m_constraint.constrainWhole(estimate.object);
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange&) override { m_cover.update(estimate); }

  void exchange(StateArchive& archive) override { archive.count("iteration", m_iteration); }

 private:
  /// The pattern's part of −G.
  void gradientOf(std::size_t j, const Estimate& estimate, Workspace& work, const PatchBox& box) {
    const std::size_t side = m_problem.window();
    const float* target = m_problem.columnTarget(j, work.target);
    const PatchRows patch(m_cover, estimate.object, j, work.patch);
    const PatchSum sum(m_cover, j, box, work.sum);
    const auto window = [&](std::size_t m, std::size_t row, std::size_t lines) {
      return patch.with(probeOf(estimate, j, m, work.probe), row, lines, side);
    };
    throughFourierPlane(
        m_problem.roundTrip(), work.trip,
        [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
          kernels::plainWave(window(m, row, lines), out);
        },
        [&](std::size_t first, std::span<Complex* const> blocks, std::size_t count) {
          (void)amplitudeGradient(target + first, m_problem.fft().scale(), blocks, work.power.data(), count);
        },
        [&](std::size_t m, std::size_t row, std::size_t lines, const Complex* wave) {
          kernels::subtractRows(window(m, row, lines), wave, sum.rows(row, lines), sum.stride());
        });
    sum.finish(work.patch);
  }

  void stepRow(std::size_t row, ComplexImage& object) {
    Complex* next = m_sum.row(row);
    Complex* current = object.row(row);
    for (std::size_t i = 0; i < object.cols(); ++i) next[i] = m_step(current[i], next[i]);
    m_constraint.constrainPart(row, 0, next, object.cols());
    m_norm.addRow(row, current, next, object.cols());
    std::copy_n(next, object.cols(), current);
  }

  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PatternSweep m_sweep;
  ObjectConstraint m_constraint;
  ChannelStep m_step;
  ComplexImage m_sum;
  UpdateNorm m_norm;
  std::uint64_t m_iteration = 0;
};

}  // namespace

std::unique_ptr<Engine> makeStudyGradient(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<StudyGradient>(setup, start);
}

}  // namespace ptycho
