#pragma once

#include "core/exchange/scan_export.h"

namespace ptycho::testing {

/// A far-field scan of 12 patterns of 32 × 32 counts (whole numbers below 65,535), two probe modes, 8 keV, 2 m, 75 µm,
/// the margin of 8 px that an import has, two masked pixels (which hold 0). Rows and columns differ everywhere, so that an
/// exchange shows.
/// @param whole  positions on whole pixels
[[nodiscard]] Acquisition sampleAcquisition(bool whole = true);

/// A result of it: an object, its probe times i, positions moved by fractions of a pixel, three iterations.
[[nodiscard]] ResultRecord sampleResult(const Acquisition& acquisition);

}  // namespace ptycho::testing
