#pragma once

#include <complex>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

/// Amplitude and phase error of an estimate against the truth (PHYSICS 5), with what was aligned away.
struct ObjectError {
  double amplitude_nrmse = 0;  ///< ‖Â − A‖ / ‖A‖
  double phase_nrmse = 0;      ///< ‖φ̂ − c − φ‖ / ‖φ‖, wrapped into (−π, π], c = mean
  double global_phase_rad = 0; ///< arg⟨Ô, O⟩ that was multiplied in
  double phase_offset_rad = 0; ///< c
};

/// Over the full object, or over the pixels where `region` is 1.
/// Ô is first multiplied by exp(i·arg⟨Ô, O⟩), ⟨Ô, O⟩ = Σ conj(Ô)·O.
/// @param estimate, truth  complex64 [H, W], same shape
/// Double accumulation in a fixed order: the same bits for any thread count.
[[nodiscard]] ObjectError objectError(const ComplexImage& estimate, const ComplexImage& truth,
                                      const MaskImage* region = nullptr);

/// The estimate with the global phase and offset removed, as amplitude and phase pictures that can be shown
/// beside the truth: phase = truth phase + wrapped difference.
struct AlignedPictures {
  RealImage amplitude, phase;              ///< of the estimate
  RealImage truth_amplitude, truth_phase;
  RealImage amplitude_error, phase_error;  ///< signed: estimate − truth
  ObjectError error;
};
[[nodiscard]] AlignedPictures alignToTruth(const ComplexImage& estimate, const ComplexImage& truth);

/// The "flat" baseline (A = 0.75, φ = −π/6 for the default ranges) against this truth.
[[nodiscard]] ObjectError flatBaseline(const ComplexImage& truth, double amplitude, double phase_rad);

/// ‖a − b‖ / ‖b‖ for real pictures.
[[nodiscard]] double nrmse(const RealImage& a, const RealImage& b);
/// 10·log10(range² / MSE); +inf for equal pictures.
[[nodiscard]] double psnr(const RealImage& a, const RealImage& b, double range);
/// Structural similarity (Wang et al., IEEE TIP 13, 2004): 11-px Gaussian window, σ = 1.5, K₁ = 0.01, K₂ = 0.03,
/// mean over the pixels whose window lies inside.
[[nodiscard]] double ssim(const RealImage& a, const RealImage& b, double range);

/// Fourier ring correlation of two complex objects (van Heel & Schatz 2005).
struct RingCorrelation {
  std::vector<double> frequency;      ///< cycles per pixel, ring centres up to 0.5
  std::vector<double> correlation;    ///< real part of the normalised correlation
  std::vector<double> half_bit;       ///< ½-bit threshold per ring; asymptote 0.1716
  double cutoff_half_bit = 0;         ///< first crossing, cycles/px; 0.5 when it never crosses
  double cutoff_half = 0;             ///< first crossing of 0.5
};
/// After sub-pixel registration (upsampled cross-correlation; Guizar-Sicairos 2008) and removal of a phase ramp,
/// when `align` is set. A Tukey/Hann edge window avoids wrap-around lines.
[[nodiscard]] Result<RingCorrelation> ringCorrelation(const ComplexImage& a, const ComplexImage& b, bool align = true);

/// Shift (row, col) in px that registers `moving` onto `fixed`, to 1/`upsampling` px.
[[nodiscard]] Result<std::pair<double, double>> registerShift(const ComplexImage& fixed, const ComplexImage& moving,
                                                              int upsampling = 20);
/// Removes the best linear phase ramp (and offset) of `estimate` against `reference`.
[[nodiscard]] ComplexImage removePhaseRamp(const ComplexImage& estimate, const ComplexImage& reference);

}  // namespace ptycho
