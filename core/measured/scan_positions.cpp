#include "core/measured/scan_positions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr double kLargestExtent_px = 65'536;

/// Lengths over a pixel miss whole pixels by their last digits; without this the object would grow by a pixel for it.
double withoutRounding(double px) {
  const double whole = std::round(px);
  return std::abs(px - whole) < 1e-6 ? whole : px;
}

std::string positionsOf(const RawScan& raw) { return raw.file.filename().string() + ":positions"; }

}  // namespace

double metresOf(LengthChoice unit) {
  switch (unit) {
    case LengthChoice::Millimetre: return 1e-3;
    case LengthChoice::Micrometre: return 1e-6;
    case LengthChoice::Nanometre: return 1e-9;
    case LengthChoice::Angstrom: return 1e-10;
    default: return 1;
  }
}

Result<StoredToPixels> storedToPixels(const RawScan& raw, const ImportSpec& decided, double object_pixel_m,
                                      const FrameSides& sides) {
  double pixels = static_cast<double>(sides.crop_px) / sides.stored_px;
  if (decided.position_unit != LengthChoice::Pixel) {
    if (object_pixel_m <= 0) {
      return badInput(
          "are lengths, but the object's pixel is not known; give object_pixel_nm, or energy_keV, distance_m "
          "and detector_pixel_um, or set position_unit to px.",
          positionsOf(raw));
    }
    pixels = metresOf(decided.position_unit) / object_pixel_m;
  }
  const double factor = pixels * decided.position_scale;
  const double angle = decided.rotation_deg * std::numbers::pi / 180;
  StoredToPixels map;
  map.x_first = decided.position_axes != AxesChoice::Yx;
  map.x_factor = decided.position_sign_x == SignChoice::Minus ? -factor : factor;
  map.y_factor = decided.position_sign_y == SignChoice::Minus ? -factor : factor;
  map.cosine = decided.rotation_deg == 0 ? 1 : std::cos(angle);
  map.sine = decided.rotation_deg == 0 ? 0 : std::sin(angle);
  return map;
}

Result<std::vector<std::uint64_t>> keptPatterns(const RawScan& raw, const ImportSpec& spec) {
  const std::uint64_t count = raw.patterns->count();
  const auto first = static_cast<std::uint64_t>(std::max(0, spec.first_pattern));
  const std::uint64_t last = spec.last_pattern > 0 ? std::min<std::uint64_t>(count, spec.last_pattern) : count;
  if (first >= last) {
    return badInput(fmt::format("{} to {} keeps none of the {} patterns of {}; choose a range inside 0 … {}.", first,
                                last, count, raw.file.filename().string(), count),
                    "first_pattern, last_pattern");
  }
  std::vector<std::uint64_t> kept;
  const auto every = static_cast<std::uint64_t>(std::max(1, spec.every));
  kept.reserve(static_cast<std::size_t>((last - first - 1) / every + 1));
  for (std::uint64_t k = first; k < last; k += every) kept.push_back(k);
  return kept;
}

Result<Scan> windowsOf(const RawScan& raw, const ImportSpec& decided, const std::vector<std::uint64_t>& kept,
                       double object_pixel_m, const FrameSides& sides) {
  const std::string where = positionsOf(raw);
  const std::uint64_t count = raw.patterns->count();
  if (raw.positions.empty()) {
    return badInput("are missing; name their data set as positions_path, a text file as positions_file, or the step of a "
                    "raster as raster_step_nm.", where);
  }
  if (raw.positions.size() < count && kept.back() >= raw.positions.size()) {
    return badInput(fmt::format("are {} for {} patterns; give the positions of all, or keep the first {} patterns with "
                                "last_pattern.",
                                raw.positions.size(), count, raw.positions.size()),
                    where);
  }
  PTYCHO_TRY(const StoredToPixels map, storedToPixels(raw, decided, object_pixel_m, sides));
  Scan scan;
  scan.window_px = sides.window_px;
  scan.positions.reserve(kept.size());
  Position least{INFINITY, INFINITY};
  Position most{-INFINITY, -INFINITY};
  for (const std::uint64_t k : kept) {
    const auto& stored = raw.positions[k];
    const Position position = map(stored);
    if (!std::isfinite(position.row) || !std::isfinite(position.col)) {
      return badInput(
          fmt::format("hold ({}, {}) at [{}], which is no place; leave that pattern out with first_pattern and "
                      "last_pattern, or correct it.",
                      stored[0], stored[1], k),
          where);
    }
    least = {std::min(least.row, position.row), std::min(least.col, position.col)};
    most = {std::max(most.row, position.row), std::max(most.col, position.col)};
    scan.positions.push_back(position);
  }
  const double margin = std::max(0, decided.margin_px);
  const double rows = std::ceil(withoutRounding(most.row - least.row)) + sides.window_px + 2 * margin;
  const double cols = std::ceil(withoutRounding(most.col - least.col)) + sides.window_px + 2 * margin;
  if (!(rows <= kLargestExtent_px && cols <= kLargestExtent_px)) {
    return badInput(
        fmt::format("are up to {:.4g} px apart; objects up to {:.0f} px a side are taken: look at position_unit "
                    "and the object's pixel ({}).",
                    std::max(rows, cols), kLargestExtent_px,
                    object_pixel_m > 0 ? fmt::format("{:.4g} nm", object_pixel_m * 1e9) : "unknown"),
        where);
  }
  for (Position& position : scan.positions) {
    position.row = margin + withoutRounding(position.row - least.row);
    position.col = margin + withoutRounding(position.col - least.col);
  }
  scan.object_rows = static_cast<int>(rows);
  scan.object_cols = static_cast<int>(cols);
  return scan;
}

}  // namespace ptycho
