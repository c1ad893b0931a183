#include "core/optics/scan.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "core/base/random.h"

namespace ptycho {

namespace {

constexpr double kLargestSide = 65'536;
constexpr double kGoldenAngle = 137.508 * std::numbers::pi / 180.0;
constexpr std::uint64_t kJitterStream = 0x7363616e;  // "scan"

std::vector<Position> gridPositions(const ScanSpec& spec) {
  std::vector<Position> positions;
  positions.reserve(static_cast<std::size_t>(spec.grid) * spec.grid);
  for (int i = 0; i < spec.grid; ++i) {
    for (int k = 0; k < spec.grid; ++k) {
      const int j = spec.pattern == ScanPattern::Snake && i % 2 == 1 ? spec.grid - 1 - k : k;
      positions.push_back({i * spec.step_px, j * spec.step_px});
    }
  }
  return positions;
}

std::vector<Position> fermatPositions(const ScanSpec& spec) {
  std::vector<Position> positions;
  const double c = spec.step_px / std::sqrt(std::numbers::pi);
  for (int k = 0; k < spec.positions; ++k) {
    const double radius = c * std::sqrt(static_cast<double>(k));
    positions.push_back({radius * std::sin(k * kGoldenAngle), radius * std::cos(k * kGoldenAngle)});
  }
  return positions;
}

std::vector<Position> concentricPositions(const ScanSpec& spec) {
  std::vector<Position> positions{{0, 0}};
  for (int ring = 1; static_cast<int>(positions.size()) < spec.positions; ++ring) {
    const int onRing = static_cast<int>(std::lround(2 * std::numbers::pi * ring));
    for (int k = 0; k < onRing && static_cast<int>(positions.size()) < spec.positions; ++k) {
      const double angle = 2 * std::numbers::pi * k / onRing;
      positions.push_back({ring * spec.step_px * std::sin(angle), ring * spec.step_px * std::cos(angle)});
    }
  }
  return positions;
}

void addJitter(std::vector<Position>& positions, double jitter_px, std::uint64_t seed) {
  const CounterRandom random(seed, kJitterStream);
  for (std::size_t k = 0; k < positions.size(); ++k) {
    positions[k].row += jitter_px * (2 * random.uniform(2 * k) - 1);
    positions[k].col += jitter_px * (2 * random.uniform(2 * k + 1) - 1);
  }
}

void moveToOrigin(std::vector<Position>& positions) {
  Position smallest = positions.front();
  for (const auto& p : positions) {
    smallest.row = std::min(smallest.row, p.row);
    smallest.col = std::min(smallest.col, p.col);
  }
  for (auto& p : positions) {
    p.row -= smallest.row;
    p.col -= smallest.col;
  }
}

}  // namespace

const FieldList<ScanSpec>& ScanSpec::fields() {
  static const FieldList<ScanSpec> list{
      choiceField("pattern", "Pattern", {"raster", "snake", "fermat", "concentric", "file"},
                  "Order and arrangement of the positions", &ScanSpec::pattern),
      field("grid", "Grid", "", 1, 1000, "Raster and snake: positions along a side (n × n)", &ScanSpec::grid),
      field("step_px", "Step", "px", 0.1, 8192, "Distance between neighbouring positions; at most the window",
            &ScanSpec::step_px),
      field("positions", "Positions", "", 1, 1'000'000, "Fermat and concentric: number of positions",
            &ScanSpec::positions),
      field("jitter_px", "Jitter", "px", 0, 1024, "Random displacement of each position, uniform in ± this",
            &ScanSpec::jitter_px),
      field("integer_positions", "Whole pixels", "Round positions to whole pixels", &ScanSpec::integer_positions),
      field("scan_seed", "Jitter seed", "", 0, 9e15, "Same seed, same jitter", &ScanSpec::seed),
      field("scan_file", "Positions file", "Pattern \"file\": HDF5 data set [n, 2] of (row, col) in px, file.h5:/dataset",
            &ScanSpec::file),
  };
  return list;
}

bool Scan::hasIntegerPositions() const {
  return std::ranges::all_of(positions, [](const Position& p) {
    return p.row == std::floor(p.row) && p.col == std::floor(p.col);
  });
}

Result<Scan> scanFromPositions(std::vector<Position> positions, int window_px) {
  if (positions.empty()) return badInput("has no positions; give at least one.", "positions");
  Scan scan;
  scan.window_px = window_px;
  double lastRow = 0;
  double lastCol = 0;
  for (std::size_t k = 0; k < positions.size(); ++k) {
    const auto& p = positions[k];
    if (!std::isfinite(p.row) || !std::isfinite(p.col)) {
      return badInput("is not a finite number; remove or correct it.", fmt::format("positions[{}]", k));
    }
    if (p.row < 0 || p.col < 0) {
      return badInput(fmt::format("({:.6g}, {:.6g}) px lies outside the object, which starts at (0, 0); "
                                  "shift the positions so that none is negative.", p.row, p.col),
                      fmt::format("positions[{}]", k));
    }
    lastRow = std::max(lastRow, p.row);
    lastCol = std::max(lastCol, p.col);
  }
  if (lastRow + window_px > kLargestSide || lastCol + window_px > kLargestSide) {
    return badInput(fmt::format("need an object of {:.0f} × {:.0f} px; the limit is {:.0f} px a side. "
                                "Use fewer positions or a smaller step.",
                                lastRow + window_px, lastCol + window_px, kLargestSide), "positions");
  }
  scan.object_rows = static_cast<int>(std::ceil(lastRow)) + window_px;
  scan.object_cols = static_cast<int>(std::ceil(lastCol)) + window_px;
  scan.positions = std::move(positions);
  return scan;
}

Result<Scan> makeScan(const ScanSpec& spec, int window_px) {
  if (spec.step_px > window_px) {
    return badInput(fmt::format("{:.6g} px is larger than the probe window of {} px, so neighbouring windows would "
                                "not touch; use a step of at most {} px.", spec.step_px, window_px, window_px), "step_px");
  }
  std::vector<Position> positions;
  switch (spec.pattern) {
    case ScanPattern::Raster:
    case ScanPattern::Snake: positions = gridPositions(spec); break;
    case ScanPattern::Fermat: positions = fermatPositions(spec); break;
    case ScanPattern::Concentric: positions = concentricPositions(spec); break;
    case ScanPattern::File:
      return badInput("is \"file\", but no positions were loaded; give scan_file as file.h5:/positions.", "pattern");
  }
  if (spec.jitter_px > 0) addJitter(positions, spec.jitter_px, spec.seed);
  moveToOrigin(positions);
  if (spec.integer_positions) {
    for (auto& p : positions) p = {std::round(p.row), std::round(p.col)};
  }
  return scanFromPositions(std::move(positions), window_px);
}

}  // namespace ptycho
