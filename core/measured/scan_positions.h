#pragma once

#include <array>
#include <vector>

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"
#include "core/measured/scan_geometry.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Patterns that are kept: first, first + every, … below last (0: all).
/// Errors: a sub-scan without patterns.
[[nodiscard]] Result<std::vector<std::uint64_t>> keptPatterns(const RawScan& raw, const ImportSpec& spec);

[[nodiscard]] double metresOf(LengthChoice unit);  ///< 1 for pixels and metres

/// From a stored position (both columns as stored) to pixels of the object, of any origin.
struct StoredToPixels {
  bool x_first = true;
  double x_factor = 1;  ///< sign, unit, scale
  double y_factor = 1;
  double cosine = 1;
  double sine = 0;

  [[nodiscard]] Position operator()(const std::array<double, 2>& stored) const {
    const double x = x_factor * stored[x_first ? 0 : 1];
    const double y = y_factor * stored[x_first ? 1 : 0];
    return {y * cosine - x * sine, x * cosine + y * sine};
  }
};
/// Errors: metres without a pixel size.
[[nodiscard]] Result<StoredToPixels> storedToPixels(const RawScan& raw, const ImportSpec& decided,
                                                    double object_pixel_m, const FrameSides& sides);

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
