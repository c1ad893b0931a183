#pragma once

#include <vector>

#include "core/optics/scan.h"

namespace ptycho {

/// r' = A·r + t fitted to refined against given positions, A taken apart as rotation · shear · scale:
///   A = [cos φ  −sin φ; sin φ  cos φ] · [1  k; 0  1] · [s_row  0; 0  s_col]   (row first, then column).
struct AffineDrift {
  double scale_row = 1, scale_col = 1;
  double rotation_rad = 0;        ///< from the row axis towards the column axis
  double shear = 0;               ///< k
  double residual_rms_px = 0;     ///< of what the fit leaves, per position: √(mean |d|²)
  bool determined = false;        ///< false when the positions lie on a line: then A = 1
};

struct PatternDrift {
  Position given, refined;
  Position displacement;          ///< refined − given − mean
  bool at_bound = false;
  bool operator==(const PatternDrift&) const = default;
};

/// How refined positions differ from the given ones.
struct PositionDrift {
  std::vector<PatternDrift> patterns;
  Position mean;                  ///< shift common to all, taken out: it cannot be told from one of the object
  double rms_px = 0;              ///< √(mean |displacement|²)
  double largest_px = 0;
  int at_bound = 0;               ///< how many positions lie at the bound
  AffineDrift affine;
};

/// @param given, refined  px, one for each pattern; lists of different length throw std::invalid_argument
/// @param bound_px        positions_bound_px of the stage; 0 = none
[[nodiscard]] PositionDrift positionDrift(const std::vector<Position>& given, const std::vector<Position>& refined,
                                          double bound_px = 0);

}  // namespace ptycho
