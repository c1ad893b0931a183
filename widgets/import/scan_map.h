#pragma once

#include <optional>
#include <vector>

#include "core/base/image.h"
#include "core/optics/scan.h"
#include "widgets/kit/image/picture_meaning.h"

namespace ptycho {

/// How many windows lie over each place of the object. Large objects are shown smaller, so that a picture of any scan
/// costs little: one pixel stands for `reduction` × `reduction` of the object.
struct ScanMap {
  RealImage windows;
  double reduction = 1;
};
/// @param mostSide  of the picture
[[nodiscard]] ScanMap makeScanMap(const Scan& scan, int mostSide = 1024);

/// Path and centres of the windows, from the first (blue) to the last (yellow), and the outline of one window; in
/// pixels of the map.
[[nodiscard]] std::vector<PictureOverlay> scanOverlays(const Scan& scan, double reduction,
                                                       std::optional<std::size_t> shown);

}  // namespace ptycho
