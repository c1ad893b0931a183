#pragma once

#include <complex>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

/// Amplitude and phase error of an estimate against the truth with what was aligned away.
struct ObjectError {
  double amplitude_nrmse = 0;  ///< ‖Â − A‖ / ‖A‖
  double phase_nrmse = 0;      ///< ‖φ̂ − c − φ‖ / ‖φ‖, wrapped into (−π, π], c = mean
  double global_phase_rad = 0; ///< arg⟨Ô, O⟩ that was multiplied in
  double phase_offset_rad = 0; ///< c
};

/// The truth of a comparison that is made again and again, once in every iteration of a reconstruction: its norms are
/// taken once. Double precision per pixel and in every sum, in a fixed order.
///
/// θ = arg⟨Ô, O⟩, ⟨Ô, O⟩ = Σ conj(Ô)·O; the difference δ = arg(Ô·e^{iθ}) − arg(O), wrapped into (−π, π], is taken in
/// one step as arg(Ô·e^{iθ}·conj(O)); c = mean δ; ‖φ̂ − c − φ‖ = ‖δ − c‖. A value of exactly 0 has phase 0.
class TruthComparison {
 public:
  /// @param truth   complex64 [H, W]
  /// @param region  [H, W], only pixels that are not 0 count; all when null
  explicit TruthComparison(const ComplexImage& truth, const MaskImage* region = nullptr);

  /// @param estimate  complex64 [H, W]; another shape throws std::invalid_argument
  /// @return NaN where the estimate is not finite or the region empty; +inf for an error against a truth of norm 0
  [[nodiscard]] ObjectError compare(const ComplexImage& estimate) const;

 private:
  std::size_t m_rows = 0;
  std::size_t m_cols = 0;
  std::vector<std::size_t> m_region;  ///< which pixels count; empty when all do
  bool m_all = true;
  ComplexImage m_truth;  ///< of the pixels that count
  double m_amplitudeNorm = 0;
  double m_phaseNorm = 0;
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
/// 10·log10(range² / MSE) in dB; +inf for equal pictures.
[[nodiscard]] double psnr(const RealImage& a, const RealImage& b, double range);
/// Structural similarity (Wang et al., IEEE TIP 13, 2004): 11-px Gaussian window, σ = 1.5, K₁ = 0.01, K₂ = 0.03,
/// mean over the pixels whose window lies inside. NaN for pictures smaller than the window.
[[nodiscard]] double ssim(const RealImage& a, const RealImage& b, double range);

/// Fourier ring correlation of two complex objects (van Heel & Schatz 2005).
struct RingCorrelation {
  std::vector<double> frequency;      ///< cycles per pixel, ring centres up to 0.5, without the zero frequency
  std::vector<double> correlation;    ///< real part of the normalised correlation
  std::vector<double> half_bit;       ///< ½-bit threshold per ring; asymptote 0.1716
  /// Where the curve first falls below the threshold for three rings (or to the last one), cycles/px; 0.5: never,
  /// 0: from the first ring on. A shorter dip is no limit: rings of low frequencies hold few values, and an object
  /// without power in one of them has nothing to agree on.
  double cutoff_half_bit = 0;
  double cutoff_half = 0;             ///< the same with 0.5
};
/// ½-bit threshold of a ring of n independent values: (0.2071 + 1.9102/√n) / (1.2071 + 0.9102/√n). The values of a
/// complex object are all independent, so n is the number of Fourier pixels in the ring.
[[nodiscard]] double halfBitThreshold(double n);

/// After sub-pixel registration (upsampled cross-correlation; Guizar-Sicairos 2008) and removal of a phase ramp,
/// when `align` is set. A Tukey/Hann edge window avoids wrap-around lines.
/// Errors: shapes that differ, sides below 16 px, an object that is empty or not finite.
[[nodiscard]] Result<RingCorrelation> ringCorrelation(const ComplexImage& a, const ComplexImage& b, bool align = true);

/// Shift (row, col) in px that registers `moving` onto `fixed`, to 1/`upsampling` px: the content of `moving` has to
/// move that far towards higher rows and columns. A constant phase does not matter; a phase ramp does, so take it away
/// first. Searched within half of each side.
/// Errors: shapes that differ, sides below 8 px, nothing but a constant in one of the two.
[[nodiscard]] Result<std::pair<double, double>> registerShift(const ComplexImage& fixed, const ComplexImage& moving,
                                                              int upsampling = 20);
/// The object moved by (row, col) px towards higher indices, by a Fourier shift: what leaves on one side comes in on
/// the other.
[[nodiscard]] ComplexImage shiftObject(const ComplexImage& object, double row, double col);

/// Removes the best linear phase ramp (and offset) of `estimate` against `reference`: minimises
/// Σ |estimate·e^{−i(a + b·row + c·col)} − reference|². The two must lie on one another to about a detail's size.
[[nodiscard]] ComplexImage removePhaseRamp(const ComplexImage& estimate, const ComplexImage& reference);

}  // namespace ptycho
