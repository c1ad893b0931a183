#pragma once

#include <array>

#include <QRgb>
#include <QString>

#include "widgets/kit/raster/display_style.h"

namespace ptycho {

/// 256 opaque colours, from the low to the high end of the colour bar.
using ColorTable = std::array<QRgb, 256>;

/// The table of a map; made once. Sources and licences: resources/colormaps/README.md.
[[nodiscard]] const ColorTable& colorTable(ColorMap map);
/// The name for lists: "viridis", "grey, inverted".
[[nodiscard]] QString colorMapName(ColorMap map);
/// Ends and starts with the same colour: for one period of a wrapped phase, and for nothing else.
[[nodiscard]] bool isCyclic(ColorMap map);
/// Has a neutral middle: for signed values about zero.
[[nodiscard]] bool isDiverging(ColorMap map);
/// The map that may be shown: a cyclic map of values that do not wrap becomes viridis.
[[nodiscard]] ColorMap permittedMap(ColorMap wanted, bool wrappedPhase);

}  // namespace ptycho
