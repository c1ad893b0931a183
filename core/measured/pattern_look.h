#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/image.h"
#include "core/measured/frame_layout.h"
#include "core/measured/prepare_scan.h"

namespace ptycho {

/// A few stored patterns and what their values tell: the ground of everything that is decided "by the patterns".
struct PatternLook {
  std::vector<std::size_t>
      places;  ///< places in ScanPlan::patterns: `spread` evenly spread ones, then their neighbours
  std::size_t spread = 0;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  ///< places in this look of nearest neighbours in the scan
  RealStack stored;                                        ///< as stored [looked at, rows, cols]
  RealImage mean;              ///< of the spread ones, as stored; 0 where masked by the file or bad
  std::uint64_t negative = 0;  ///< values at valid pixels
  std::uint64_t not_finite = 0;
  std::uint64_t saturated = 0;  ///< values that are the largest of their integer type
  double largest = 0;
  bool whole = true;          ///< every value is a whole number
  bool squares_whole = true;  ///< every value's square is nearly one: roots of counts
};

/// Reads at most `most` patterns, three quarters of them evenly spread and the rest neighbours of those, and never
/// more than 256 MiB of them.
[[nodiscard]] Result<PatternLook> lookAtPatterns(const RawScan& raw, const ImportSpec& decided, const ScanPlan& plan,
                                                 int most);

/// Centre of mass of a mean pattern as stored, in the turned frame of the layout (zero frequency moved to the middle).
[[nodiscard]] FramePoint centreOfMass(const RealImage& stored, const FrameLayout& layout);

/// Share of the intensity that lies nearer to the middle than to the corners: about 1 and 0.
[[nodiscard]] double shareNearMiddle(const RealImage& stored);

}  // namespace ptycho
