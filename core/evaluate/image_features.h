#pragma once

#include "core/base/image.h"

namespace ptycho {

/// What a picture is like, to see what makes pictures fail. All from the luma g in [0, 1] that became the amplitude,
/// [H, W]; sums in double, in a fixed order.
struct ImageFeatures {
  double mean_luma = 0;             ///< ḡ = Σ g / (H·W)
  double local_contrast = 0;        ///< mean over windows of 16 × 16 px of √(Σ(g − ḡ_window)² / 256) (RMS contrast)
  double gradient_energy = 0;       ///< mean of (g(r+1,c) − g(r,c))² + (g(r,c+1) − g(r,c))²
  double high_frequency_share = 0;  ///< Σ|G|² where |f| > 1/8 cycles/px (a quarter of Nyquist) over Σ|G|² where f ≠ 0;
                                    ///< G transforms h·(g − ḡ), h a Hann window over rows and columns
  double uniform_share = 0;         ///< share of the windows of 8 × 8 px with RMS contrast below 0.02 (5 levels of 255)
  double limit_share = 0;           ///< share of pixels with g < 0.05 or g > 0.95: near an end of the range
};

/// Windows lie side by side from the top left corner, incomplete ones at the right and bottom are left out; what has no
/// window, neighbour or power to be taken from is NaN.
[[nodiscard]] ImageFeatures imageFeatures(const RealImage& luma);

/// 1 in those windows of 8 × 8 px whose RMS contrast is below 0.02 (uniform_share counts them), else 0; windows as above.
[[nodiscard]] MaskImage uniformWindows(const RealImage& luma);

/// g = (|O| − A_min) / (A_max − A_min), not clipped; 0 where the range has no width.
[[nodiscard]] RealImage amplitudeLuma(const ComplexImage& object, double amplitude_min, double amplitude_max);

}  // namespace ptycho
