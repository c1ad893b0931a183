#pragma once

#include "core/reconstruct/stage_spec.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

/// Steps of one pattern in LSQ-ML (Odstrčil, Menzel & Guizar-Sicairos, Opt. Express 26, 3108, 2018).

/// χ = ψ' − ψ of all modes, from their unscaled transforms F in `waves`, which it replaces.
///   Gaussian (magnitudes):   χ = F⁻¹[(M/|F| − 1)·F], the projection onto the measured magnitudes;
///   Poisson (counts):       χ = a·F⁻¹[((I + c)/(|F|² + b + c) − 1)·F], the steepest descent of
///     L = Σ (|F|² + b + c) − (I + c)·log(|F|² + b + c)   with the step a that minimises L on that line
///     (Newton's method from the a = ½ that is right near the solution; 0.05 ≤ a ≤ 1).
/// b is the background; c = 0.01 · mean I keeps pixels in which the model has next to no light from ruling a.
/// Masked pixels have no part in either. |F|² = Σ_m |F_m|².
/// @param work    its `power` and `target` are used
/// @param factor  [w, w], filled with what the transforms were multiplied by
void exitWaveChange(const ReconstructionProblem& problem, NoiseModel noise, std::size_t j, ComplexStack& waves,
                    Workspace& work, RealImage& factor);

/// Sums over window and modes with a = P·ΔO and b = O·ΔP.
struct StepProducts {
  double object_object = 0;  ///< ‖a‖²
  double probe_probe = 0;    ///< ‖b‖²
  double object_probe = 0;   ///< Re⟨a, b⟩
  double object_change = 0;  ///< Re⟨a, χ⟩
  double probe_change = 0;   ///< Re⟨b, χ⟩
};

struct StepLengths {
  double object = 0;
  double probe = 0;
};

/// The α_O, α_P that minimise ‖χ − α_O·P·ΔO − α_P·O·ΔP‖², both between 0 and kLongestStep; α_P = 0 when
/// ‖b‖² = 0. Directions that are nearly parallel share the step: 10⁻⁴ of the norms is added to the diagonal.
[[nodiscard]] StepLengths leastSquaresSteps(const StepProducts& products);
inline constexpr double kLongestStep = 10;

}  // namespace ptycho
