#pragma once

#include "core/base/image.h"
#include "widgets/kit/raster/display_style.h"

namespace ptycho {

/// Limits for pictures that are looked at side by side.

/// One range for truth and estimate: all of the truth, and of the estimate what is not an outlier.
[[nodiscard]] DisplayLimits sharedLimits(const RealImage& truth, const RealImage& estimate);
/// Symmetric about 0, holding 99.5 % of the errors.
[[nodiscard]] DisplayLimits errorLimits(const RealImage& error);
/// The value below which this share (0 … 1) of the finite pixels lies; 0 when there are none.
[[nodiscard]] double quantile(const RealImage& image, double share);

}  // namespace ptycho
