#pragma once

#include <span>

#include "core/reconstruct/kernels_sequential.h"
#include "core/reconstruct/stage_spec.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

/// Steps of one pattern in LSQ-ML (Odstrčil, Menzel & Guizar-Sicairos, Opt. Express 26, 3108, 2018).

/// Transforms of some columns of all modes → those of χ for Gaussian noise.
/// @param factor  [count], scratch
void gaussianChange(const float* target, float scale, std::span<Complex* const> blocks, float* factor,
                    std::size_t count);
/// The c of exitWaveChange() and the background, for Poisson noise.
[[nodiscard]] kernels::PoissonLevel countsLevel(const ReconstructionProblem& problem, const float* measured);
/// Transforms of some columns of all modes → those of χ/(a·scale²) for Poisson noise.
/// @param power, factor  [count], filled with Σ_m |F_m|² and what they were multiplied by
void countsChange(const float* measured, kernels::PoissonLevel level, std::size_t first,
                  std::span<Complex* const> blocks, float* power, float* factor, std::size_t count);
/// a, from the powers and factors of the whole pattern.
[[nodiscard]] double countsStep(const float* measured, const kernels::PoissonLevel& level, const float* power,
                                const float* factor, std::size_t count);

/// χ = ψ' − ψ of all modes, ψ' being ψ with transforms F that are closer to what was measured.
///   Gaussian (magnitudes):  χ = F⁻¹[(M/|F| − 1)·F], the projection onto the measured magnitudes;
///   Poisson (counts):       χ = a·F⁻¹[((I + c)/(|F|² + b + c) − 1)·F], the steepest descent of
///     L = Σ (|F|² + b + c) − (I + c)·log(|F|² + b + c)   with the step a that minimises L on that line
///     (Newton's method from the a = ½ that is right near the solution; 0.05 ≤ a ≤ 1).
/// b is the background; c = 0.01 · mean I keeps pixels in which the model has next to no light from ruling a.
/// Masked pixels have no part in either. |F|² = Σ_m |F_m|².
/// @param fill    fill(mode, row, lines, out) writes some rows of ψ, as RoundTrip asks for them
/// @param change  χ [modes, w, w]
/// @param work    its `trip`, `power` and `target` are used
/// @param factor  [w, w], scratch
template <class Fill>
void exitWaveChange(const ReconstructionProblem& problem, NoiseModel noise, std::size_t j, Fill&& fill,
                    ComplexStack& change, Workspace& work, RealImage& factor) {
  const RoundTrip& transform = problem.roundTrip();
  const std::size_t side = problem.window();
  for (std::size_t m = 0; m < problem.modes(); ++m) {
    transform.forwardRows(work.trip, m,
                          [&](std::size_t row, std::size_t lines, Complex* rows) { fill(m, row, lines, rows); });
  }
  using Blocks = std::span<Complex* const>;
  float step = 1;
  if (noise == NoiseModel::Gaussian) {
    const float* target = problem.columnTarget(j, work.target);
    transform.throughColumns(work.trip, [&](std::size_t column, std::size_t lines, Blocks blocks) {
      gaussianChange(target + column * side, transform.scale(), blocks, factor.data(), lines * side);
    });
  } else {
    const float* measured = problem.columnMeasured(j, work.target);
    const kernels::PoissonLevel level = countsLevel(problem, measured);
    transform.throughColumns(work.trip, [&](std::size_t column, std::size_t lines, Blocks blocks) {
      const std::size_t first = column * side;
      countsChange(measured + first, level, first, blocks, work.power.data() + first, factor.data() + first,
                   lines * side);
    });
    step = static_cast<float>(countsStep(measured, level, work.power.data(), factor.data(), factor.size()));
    step *= transform.scale() * transform.scale();
  }
  for (std::size_t m = 0; m < problem.modes(); ++m) {
    transform.inverseRows(work.trip, m, [&](std::size_t row, std::size_t lines, const Complex* rows) {
      kernels::scaledCopy(rows, step, change.image(m) + row * side, lines * side);
    });
  }
}

using kernels::StepProducts;

struct StepLengths {
  double object = 0;
  double probe = 0;
};

/// The α_O, α_P that minimise ‖χ − α_O·P·ΔO − α_P·O·ΔP‖² (eqs. 22, 23), both between 0 and kLongestStep; α_P = 0 when
/// ‖b‖² = 0. Directions that are nearly parallel share the step: 10⁻⁴ of the norms is added to the diagonal.
[[nodiscard]] StepLengths leastSquaresSteps(const StepProducts& products);
inline constexpr double kLongestStep = 10;

}  // namespace ptycho
