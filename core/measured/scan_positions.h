#pragma once

#include <vector>

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"
#include "core/measured/scan_geometry.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Patterns that are kept: first, first + every, … below last (0: all).
/// Errors: a sub-scan without patterns.
[[nodiscard]] Result<std::vector<std::uint64_t>> keptPatterns(const RawScan& raw, const ImportSpec& spec);

/// Positions of the kept patterns as windows in object pixels: columns to x and y, signs, unit, scale, rotation
/// (counter-clockwise as seen with rows downwards: x′ = x cos θ + y sin θ, y′ = −x sin θ + y cos θ), moved together so
/// that the outermost windows are margin_px from the object's edge; fractions are kept.
/// Positions in pixels are those of the stored frame: × crop_px / stored_px.
/// @param decided  without "auto"
/// Errors: no or fewer positions than patterns, metres without a pixel size, values not finite, extents past 65,536 px.
[[nodiscard]] Result<Scan> windowsOf(const RawScan& raw, const ImportSpec& decided,
                                     const std::vector<std::uint64_t>& kept, double object_pixel_m,
                                     const FrameSides& sides);

}  // namespace ptycho
