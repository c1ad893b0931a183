#pragma once

#include <cstddef>
#include <limits>

#include <QRectF>

#include "core/base/image.h"

namespace ptycho {

enum class RegionShape { None, Rectangle, Ellipse, Annulus };
/// Rectangle, ellipse, annulus, none, and round again.
[[nodiscard]] RegionShape nextRegionShape(RegionShape shape);

/// A region of interest on a picture. Image coordinates: x = column, y = row, pixel centres at whole numbers.
/// A pixel belongs to it when its centre does.
struct Region {
  RegionShape shape = RegionShape::None;
  QRectF bounds;       ///< of the rectangle or of the (outer) ellipse
  double inner = 0.5;  ///< annulus: inner axis / outer axis, the same for both axes
  [[nodiscard]] bool contains(double row, double col) const;
  bool operator==(const Region&) const = default;
};

/// Numbers over the valid pixels of a region; NaN where there is nothing to say.
struct RegionStatistics {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  std::size_t pixels = 0;      ///< of the region that lie on the picture
  std::size_t n = 0;           ///< of these the valid ones; all numbers below are over them
  std::size_t masked = 0;      ///< left out because the mask says so
  std::size_t not_finite = 0;  ///< left out because NaN or infinite
  double mean = kUnknown;
  double sigma = kUnknown;  ///< √(Σ(v − mean)²/n)
  double min = kUnknown;
  double max = kUnknown;
  double sum = kUnknown;
  double centre_row = kUnknown;  ///< Σ v·row / Σ v; unknown unless Σ v > 0
  double centre_col = kUnknown;
};
/// @param mask  1 = valid; null, or of another shape: all are
[[nodiscard]] RegionStatistics regionStatistics(const RealImage& image, const Region& region, const MaskImage* mask);

/// Of angles in rad, over the same pixels (Mardia & Jupp, Directional Statistics, 2000): with z = Σ exp(iφ)/n the mean
/// is arg z and σ = √(−2 ln|z|), which for narrow distributions is the ordinary one and does not mind wraps.
struct CircularStatistics {
  double mean = RegionStatistics::kUnknown;  ///< in (−π, π]; unknown when the angles cancel
  double sigma = RegionStatistics::kUnknown;
};
[[nodiscard]] CircularStatistics circularStatistics(const RealImage& phase_rad, const Region& region,
                                                    const MaskImage* mask);

}  // namespace ptycho
