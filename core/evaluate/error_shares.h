#pragma once

#include <limits>

#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Where in the object an error lies: E(r) = (Â(r) − A(r))², and four kinds of places in the object. A share is
/// Σ_place E / Σ_all E; an area is the place's share of the pixels: what the share is of an error that is everywhere the
/// same. Places overlap, so shares need not sum to 1.
struct ErrorShares {
  double dark = 0;         ///< pixels with Σ_j |P(r − r_j)|² below 10 % of its maximum
  double rim = 0;          ///< pixels less than 16 px from the object's border
  double dark_area = 0;
  double rim_area = 0;
  double seam = 0;         ///< pixels less than 2 px from an edge of a window inside the object, see windowSeams()
  double seam_area = 0;
  double uniform = 0;      ///< pixels in flat regions of the truth, see uniformWindows()
  double uniform_area = 0;

  /// NaN throughout: not recorded.
  [[nodiscard]] static constexpr ErrorShares none() {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    return {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};
  }
};

/// Places that come from the scan and the truth; 1 where a pixel belongs to it. An empty mask is not known: NaN.
struct ErrorPlaces {
  MaskImage seams;    ///< [H, W]
  MaskImage uniform;  ///< [H, W]
};

/// 1 where the centre of a pixel is less than 2 px from an edge of a window, edges on the object's border left out.
/// @return [object_rows, object_cols]
[[nodiscard]] MaskImage windowSeams(const Scan& scan);

/// Shares of an error that is nowhere are 0; of one that is not finite NaN.
/// @param estimate, truth  amplitudes [H, W]
/// @param coverage         Σ_j |P(r − r_j)|² [H, W]
/// Shapes that differ throw std::invalid_argument.
[[nodiscard]] ErrorShares errorShares(const RealImage& estimate, const RealImage& truth, const RealImage& coverage,
                                      const ErrorPlaces& places = {});

}  // namespace ptycho
