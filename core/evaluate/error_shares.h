#pragma once

#include "core/base/image.h"

namespace ptycho {

/// Where in the object an error lies: E(r) = (Â(r) − A(r))², and two parts of the object.
struct ErrorShares {
  double dark = 0;       ///< Σ E / Σ_all E over pixels with Σ_j |P(r − r_j)|² below 10 % of its maximum
  double rim = 0;        ///< … over pixels less than 16 px from the object's border
  double dark_area = 0;  ///< share of the pixels that are so: what `dark` is of an error that is everywhere the same
  double rim_area = 0;   ///< the same of the rim
};

/// Shares of an error that is nowhere are 0; of one that is not finite NaN.
/// @param estimate, truth  amplitudes [H, W]
/// @param coverage         Σ_j |P(r − r_j)|² [H, W]
/// Shapes that differ throw std::invalid_argument.
[[nodiscard]] ErrorShares errorShares(const RealImage& estimate, const RealImage& truth, const RealImage& coverage);

}  // namespace ptycho
