#pragma once

#include <vector>

#include <QString>

#include "widgets/kit/raster/norm.h"

namespace ptycho {

struct Tick {
  double place = 0;  ///< on the colour bar, 0 to 1
  double value = 0;
  QString label;
};

struct TickSet {
  std::vector<Tick> ticks;  ///< by rising place
  QString factor;           ///< "×10⁻⁶" that multiplies every label; empty for 1
};

/// Round numbers within a scale, no two nearer than `minDistance` (in places): decades for log, 1-2-5 steps
/// otherwise, multiples of π/2 for one period. Labels name the value, whatever the norm.
[[nodiscard]] TickSet makeTicks(const ValueScale& scale, double minDistance);

/// The largest of 1, 2, 5 × 10ⁿ that is not above `value`; 0 for values that are not positive.
[[nodiscard]] double roundedDown125(double value);

}  // namespace ptycho
