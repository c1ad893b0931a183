#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/measured/scan_planning.h"

namespace ptycho {

/// What a reconstruction starts from as its probe.
struct ProbeStart {
  ComplexStack probe;              ///< [modes, w, w]
  std::vector<std::string> notes;  ///< what was done to the file's probe
};

/// The file's probe, a round aperture, or the mean pattern back-propagated: F⁻¹ of its root, a focus in the middle of
/// the window (a near field's root, propagated back if it is known how far); the guesses are propagated by defocus_um.
/// @param mean   mean intensity, zero frequency at [0,0] [w, w]; 0 where masked
/// @param power  Σ|P|² asked of all modes together; 0: as it comes
/// Errors: no probe in the file, one that is dark or not finite; a defocus or a diameter in µm where the object's pixel
/// is not known; an aperture that does not fit the window.
[[nodiscard]] Result<ProbeStart> startProbe(const RawScan& raw, const DetailedPlan& detailed, const RealImage& mean,
                                            double power);

/// Resamples a mode to another pixel in Fourier space: its spectrum is cropped or padded to `side`, its power kept.
[[nodiscard]] ComplexImage resampledToSide(const ComplexImage& mode, std::size_t side);
/// Crops or pads about the middle [n/2, n/2].
[[nodiscard]] ComplexImage croppedOrPadded(const ComplexImage& mode, std::size_t side);

/// The power that the brightest patterns have: the 95th percentile of their sums.
[[nodiscard]] double brightPower(std::vector<double> sums);

}  // namespace ptycho
