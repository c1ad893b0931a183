#pragma once

#include <QString>

#include "widgets/kit/image/region_statistics.h"
#include "widgets/kit/image/shown_picture.h"

namespace ptycho {

/// "rectangle", "ellipse", "annulus", "none".
[[nodiscard]] QString regionShapeName(RegionShape shape);

/// The numbers of a region in one line: n (and what was left out of it), mean, σ, min, max, sum, centre of mass
/// (row, column). Phases in rad begin with their circular mean and σ; a complex picture gives those of its amplitude.
[[nodiscard]] QString regionText(const ShownPicture& picture, const Region& region);

}  // namespace ptycho
