#include "core/measured/frame_layout.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

namespace {
constexpr std::uint64_t kLargestSide = 8'192;
constexpr int kSmallestWindow = 8;
}  // namespace

bool FrameLayout::exchangesAxes() const {
  return orientation == OrientationChoice::Transpose || orientation == OrientationChoice::AntiTranspose ||
         orientation == OrientationChoice::Rotate90 || orientation == OrientationChoice::Rotate270;
}

bool FrameLayout::overhangs() const {
  return first_row < 0 || first_col < 0 || first_row + sides.crop_px > turnedRows() ||
         first_col + sides.crop_px > turnedCols();
}

std::uint32_t FrameLayout::storedIndex(std::int64_t row, std::int64_t col) const {
  if (row < 0 || col < 0 || row >= turnedRows() || col >= turnedCols()) return kOutside;
  const std::int64_t lastRow = stored_rows - 1;
  const std::int64_t lastCol = stored_cols - 1;
  std::int64_t r = row;
  std::int64_t c = col;
  switch (orientation) {
    case OrientationChoice::Auto:
    case OrientationChoice::AsStored: break;
    case OrientationChoice::FlipRows: r = lastRow - row; break;
    case OrientationChoice::FlipColumns: c = lastCol - col; break;
    case OrientationChoice::Rotate180:
      r = lastRow - row;
      c = lastCol - col;
      break;
    case OrientationChoice::Transpose:
      r = col;
      c = row;
      break;
    case OrientationChoice::Rotate90:
      r = col;
      c = lastCol - row;
      break;
    case OrientationChoice::Rotate270:
      r = lastRow - col;
      c = row;
      break;
    case OrientationChoice::AntiTranspose:
      r = lastRow - col;
      c = lastCol - row;
      break;
  }
  if (corner) {
    r = (r + stored_rows - stored_rows / 2) % stored_rows;
    c = (c + stored_cols - stored_cols / 2) % stored_cols;
  }
  return static_cast<std::uint32_t>(r * stored_cols + c);
}

std::vector<std::uint32_t> FrameLayout::storedIndices() const {
  const std::int64_t side = sides.crop_px;
  std::vector<std::uint32_t> indices;
  indices.reserve(static_cast<std::size_t>(side * side));
  for (std::int64_t r = 0; r < side; ++r) {
    for (std::int64_t c = 0; c < side; ++c) indices.push_back(storedIndex(first_row + r, first_col + c));
  }
  return indices;
}

Result<FrameSides> frameSides(const RawScan& raw, const ImportSpec& spec) {
  const std::string where = raw.file.filename().string() + ":patterns";
  const std::uint64_t rows = raw.patterns->rows();
  const std::uint64_t cols = raw.patterns->cols();
  if (rows == 0 || cols == 0 || rows > kLargestSide || cols > kLargestSide) {
    return badInput(fmt::format("are {} × {} px; 1 to {} px a side are taken.", rows, cols, kLargestSide), where);
  }
  const auto shorter = static_cast<int>(std::min(rows, cols));
  if (spec.crop_px > shorter) {
    return badInput(fmt::format("is {} px, but the patterns are {} × {} px; crop to {} px or less.", spec.crop_px, rows,
                                cols, shorter),
                    "crop_px");
  }
  const int bin = std::max(1, spec.bin);
  const int wanted = spec.crop_px > 0 ? spec.crop_px : shorter;
  const int crop = wanted - wanted % (2 * bin);
  if (crop / bin < kSmallestWindow) {
    return badInput(
        fmt::format("{} px of the patterns binned by {} leave a window of {} px; at least {} px are needed: "
                    "crop or bin less.",
                    wanted, bin, crop / bin, kSmallestWindow),
        where);
  }
  return FrameSides{shorter, crop, crop / bin};
}

Result<FrameLayout> frameLayout(const RawScan& raw, const ImportSpec& decided, const std::optional<FramePoint>& mass) {
  FrameLayout layout;
  PTYCHO_TRY(layout.sides, frameSides(raw, decided));
  layout.orientation = decided.orientation;
  layout.corner = decided.zero_frequency == ZeroFrequencyChoice::Corner;
  layout.stored_rows = static_cast<std::int64_t>(raw.patterns->rows());
  layout.stored_cols = static_cast<std::int64_t>(raw.patterns->cols());
  layout.bin = std::max(1, decided.bin);
  FramePoint centre{static_cast<double>(layout.turnedRows() / 2), static_cast<double>(layout.turnedCols() / 2)};
  if (decided.centre == CentreChoice::Mass && mass) centre = *mass;
  if (decided.centre == CentreChoice::Given) centre = {decided.centre_row, decided.centre_col};
  if (centre.row >= static_cast<double>(layout.turnedRows()) ||
      centre.col >= static_cast<double>(layout.turnedCols())) {
    return badInput(fmt::format("({:g}, {:g}) lies outside the patterns of {} × {} px; give a pixel inside.",
                                centre.row, centre.col, layout.turnedRows(), layout.turnedCols()),
                    "centre_row, centre_col");
  }
  layout.first_row = std::llround(centre.row) - layout.sides.crop_px / 2;
  layout.first_col = std::llround(centre.col) - layout.sides.crop_px / 2;
  return layout;
}

}  // namespace ptycho
