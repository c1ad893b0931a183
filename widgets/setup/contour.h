#pragma once

#include <vector>

#include <QPointF>

#include "core/base/image.h"

namespace ptycho {

/// A line of constant value in image coordinates (x = column, y = row); closed when first and last point agree.
using ContourLine = std::vector<QPointF>;

/// All lines value = level, by marching squares with linear interpolation on the edges of the cells.
/// @param stride  looks at every stride-th sample only (large maps)
[[nodiscard]] std::vector<ContourLine> contourLines(const RealImage& picture, double level, std::size_t stride = 1);

/// The value above which pixels hold `share` of the sum; pictures are not negative.
[[nodiscard]] double levelHolding(const RealImage& picture, double share);

}  // namespace ptycho
