#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

/// How what is seen in the patterns moves with the scan. Behind a focus, the bright part of a pattern is a shadow
/// picture of the object; a step of the scan moves it by step × magnification. From it follow, without any
/// reconstruction, how wide the beam is and whether the axes of positions and patterns belong together.
struct ShadowMotion {
  std::array<double, 4>
      px_per_px{};  ///< pattern pixels for an object pixel: (row ← row, row ← col, col ← row, col ← col)
  double magnification = 0;  ///< √|det|
  double fits = 0;           ///< share of the pairs that move so, within 2.5 px
  std::size_t pairs = 0;
};

/// Cross-correlates pairs of neighbouring patterns, each less the mean and weighted by its root, and fits a linear map
/// to the shifts by least squares, outliers left out. Nothing when there are fewer than 6 pairs, less than 60 % of them
/// fit, or the shifts are too small to tell a direction.
/// @param windows  intensities [n, w, w], zero frequency in the middle
/// @param pairs    places in windows and positions
[[nodiscard]] std::optional<ShadowMotion> shadowMotion(const RealStack& windows, const RealImage& mean,
                                                       const std::vector<Position>& positions,
                                                       const std::vector<std::pair<std::size_t, std::size_t>>& pairs);

/// What is to be done to the positions so that they move as the shadows do (up to the sign of both, which no
/// reconstruction can tell): nothing, exchange rows and columns, change the sign of one axis, or both.
/// Second: how well that fits, 1 = exactly.
enum class ScanLikeness { Same, Exchanged, OneSign, ExchangedOneSign };
[[nodiscard]] std::pair<ScanLikeness, double> likenessOf(const ShadowMotion& motion);

}  // namespace ptycho
