#pragma once

#include <cstdint>

#include "core/base/image.h"
#include "core/base/spec_field.h"

namespace ptycho {

/// Detector and noise; all zero means a noise-free detector of unlimited range.
struct DetectorSpec {
  double photons_per_pattern = 0;   ///< N: constant flux with N expected photons per pattern on average, then Poisson; 0 = noise-free
  double readout_rms = 0;           ///< Gaussian readout noise, counts
  double full_well = 0;             ///< saturation, counts; 0 = none
  double dead_pixel_share = 0;      ///< share of pixels that read 0
  double hot_pixel_share = 0;       ///< share of pixels that read full well (or 100 × the mean)
  std::uint64_t seed = 1;

  static const FieldList<DetectorSpec>& fields();
  bool operator==(const DetectorSpec&) const = default;
};

/// Applies the detector in place: dead and hot pixels always, the rest only with photons_per_pattern > 0. The noise of pixel p of pattern j depends on (seed, j, p) alone.
/// After Poisson noise the intensities are counts divided by the photons-per-energy scale, so that they
/// stay comparable with |FFT2(P·O)|².
/// @param patterns  float32 [n, w, w] intensities, zero frequency at [0,0]
/// @return          mask [w, w], 1 = valid; dead and hot pixels are 0
[[nodiscard]] MaskImage applyDetector(RealStack& patterns, const DetectorSpec& spec, int threads);

/// Dynamic range of a noise-free set at a dose: what the setup panel shows.
struct DetectorReport {
  double brightest_counts = 0;  ///< expected counts of the brightest pixel
  double share_zero = 0;        ///< expected share of pixel readings with 0 counts (Poisson)
  double share_one = 0;         ///< … exactly 1
  double share_above_ten = 0;   ///< … more than 10
};
[[nodiscard]] DetectorReport describeDetector(const RealImage& pattern, const DetectorSpec& spec);

}  // namespace ptycho
