#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"
#include "core/measured/scan_geometry.h"

namespace ptycho {

/// Row and column, in pixels.
struct FramePoint {
  double row = 0;
  double col = 0;
};

/// How a stored frame [stored_rows, stored_cols] becomes a window: zero frequency to the middle [n/2] where it is
/// stored in the corner, then turned, then cropped to crop_px × crop_px from (first_row, first_col), then binned.
/// The crop may hang over the frame's edge; there is no data there, and the mask says so.
struct FrameLayout {
  OrientationChoice orientation = OrientationChoice::AsStored;
  bool corner = false;
  std::int64_t stored_rows = 0;
  std::int64_t stored_cols = 0;
  std::int64_t first_row = 0;
  std::int64_t first_col = 0;
  FrameSides sides;
  int bin = 1;

  [[nodiscard]] bool exchangesAxes() const;
  [[nodiscard]] std::int64_t turnedRows() const { return exchangesAxes() ? stored_cols : stored_rows; }
  [[nodiscard]] std::int64_t turnedCols() const { return exchangesAxes() ? stored_rows : stored_cols; }
  [[nodiscard]] bool overhangs() const;
  /// Index in the stored frame of pixel (row, col) of the turned one; kOutside beyond its edges.
  [[nodiscard]] std::uint32_t storedIndex(std::int64_t row, std::int64_t col) const;
  /// That of every pixel of the crop [crop_px, crop_px].
  [[nodiscard]] std::vector<std::uint32_t> storedIndices() const;

  static constexpr std::uint32_t kOutside = std::numeric_limits<std::uint32_t>::max();
};

/// Sides kept of a frame: crop_px asked, or the shorter side, rounded down to a multiple of 2·bin.
/// Errors: a crop larger than the frame, a window below 8 px, frames without pixels or beyond 8,192 px a side.
[[nodiscard]] Result<FrameSides> frameSides(const RawScan& raw, const ImportSpec& spec);

/// @param decided  without "auto" for orientation and zero frequency
/// @param mass     centre of mass of the mean pattern in the turned frame, for centre = mass; else the middle is taken
[[nodiscard]] Result<FrameLayout> frameLayout(const RawScan& raw, const ImportSpec& decided,
                                              const std::optional<FramePoint>& mass);

}  // namespace ptycho
