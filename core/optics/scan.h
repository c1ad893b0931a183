#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class ScanPattern { Raster, Snake, Fermat, Concentric, File };

struct ScanSpec {
  ScanPattern pattern = ScanPattern::Raster;
  int grid = 6;            ///< raster, snake: n × n positions
  double step_px = 60;     ///< raster, snake: spacing; fermat: c = step/√π keeps one position per step²; concentric: ring spacing
  int positions = 36;      ///< fermat, concentric: how many
  double jitter_px = 0;    ///< uniform in ±jitter, both axes
  bool integer_positions = true;  ///< round to whole pixels
  std::uint64_t seed = 1;  ///< of the jitter
  std::string file;        ///< File: loaded by the caller

  static const FieldList<ScanSpec>& fields();
  bool operator==(const ScanSpec&) const = default;
};

/// Top-left corner of a window in object pixels.
struct Position {
  double row = 0;
  double col = 0;
  bool operator==(const Position&) const = default;
};

/// Positions with the object they need: every window [row, row+w) × [col, col+w) lies inside.
struct Scan {
  std::vector<Position> positions;
  int window_px = 128;
  int object_rows = 0;
  int object_cols = 0;

  [[nodiscard]] bool hasIntegerPositions() const;
};

/// raster: (i·step, j·step), row-major, object side S = w + (n−1)·step; with whole-pixel steps exactly that.
/// Others are shifted so that the smallest coordinate is 0 (jitter: so that none is negative).
/// @return error when the step is larger than the window or the object grows past 65,536 px
[[nodiscard]] Result<Scan> makeScan(const ScanSpec& spec, int window_px);

/// Wraps given positions: shifts nothing; computes the object size; refuses NaN, negative and > 65,536 px.
[[nodiscard]] Result<Scan> scanFromPositions(std::vector<Position> positions, int window_px);

}  // namespace ptycho
