#pragma once

#include <utility>
#include <vector>

#include "core/base/image.h"
#include "widgets/kit/raster/display_style.h"
#include "widgets/kit/raster/norm.h"

namespace ptycho {

/// The limits (low, high) that a mode gives for a picture. Masked and non-finite pixels do not count; for the log norm
/// only positive ones do, for √ only those ≥ 0.
///   MinMax      the extremes
///   Percentile  `percent` of the pixels lie below low and as many above high, but at least one pixel on each side
///               (from 16 pixels up), so that a single dead pixel never sets the range
///   ThreeSigma  mean ± 3 standard deviations, within the extremes
///   Symmetric   ± the largest magnitude
///   Fixed       the typed numbers
/// A picture without any countable pixel gives (0, 1). Equal limits stay equal: ValueScale opens them.
[[nodiscard]] std::pair<double, double> findLimits(const RealImage& picture, const MaskImage* mask,
                                                   const DisplayLimits& limits, Norm norm);

/// The extremes of the countable pixels, without a copy; (0, 1) when there are none.
[[nodiscard]] std::pair<double, double> valueRange(const RealImage& picture, const MaskImage* mask, Norm norm);

/// How many pixels fall into each of `bins` equal parts of the scale; those outside are left out.
[[nodiscard]] std::vector<int> histogram(const RealImage& picture, const MaskImage* mask, const ValueScale& scale,
                                         int bins);

}  // namespace ptycho
