#pragma once

#include <QImage>

#include "core/base/image.h"
#include "widgets/kit/raster/pixel_color.h"

namespace ptycho {

/// Which part of a picture goes onto which device pixels. Source coordinates are those of edges: pixel c spans
/// [c, c + 1]. Device pixel i spans [origin + i·step, origin + (i + 1)·step].
struct RasterWindow {
  double origin_x = 0;
  double origin_y = 0;
  double step = 1;  ///< source pixels per device pixel
  int width = 0;    ///< device pixels
  int height = 0;
};

/// The picture at the resolution of the view: nearest neighbour from 100 % up (step ≤ 1), the true mean of the values
/// over each device pixel's area below. Outside the picture the result is transparent.
/// @param mask  1 = valid; may be null or of another shape (then ignored)
[[nodiscard]] QImage rasterPicture(const RealImage& picture, const MaskImage* mask, const PixelColors& colors,
                                   const RasterWindow& window);
/// The same for a complex picture: hue = phase, lightness = place of the amplitude; averages are of complex values.
[[nodiscard]] QImage rasterComplex(const ComplexImage& picture, const MaskImage* mask, const ValueScale& amplitude,
                                   const RasterWindow& window);

/// Every pixel as it is, one device pixel each: for figures that embed the picture unresampled.
[[nodiscard]] QImage rasterUnscaled(const RealImage& picture, const MaskImage* mask, const PixelColors& colors);
[[nodiscard]] QImage rasterUnscaled(const ComplexImage& picture, const MaskImage* mask, const ValueScale& amplitude);

}  // namespace ptycho
