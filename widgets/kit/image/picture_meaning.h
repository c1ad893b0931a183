#pragma once

#include <vector>

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

#include "widgets/kit/raster/display_style.h"

namespace ptycho {

/// What a picture shows; labels, units and sensible defaults follow from it.
struct PictureMeaning {
  QString title;     ///< "Amplitude, truth"
  QString quantity;  ///< "amplitude", on the colour bar
  QString unit;      ///< "rad", "counts"; empty for none
  ColorMap map = ColorMap::Gray;
  Norm norm = Norm::Linear;
  DisplayLimits limits;
  double pixel_m = 0;               ///< 0: unknown, no scale bar (and the view says so)
  bool wrapped_phase = false;       ///< allows the cyclic map, locks its limits to one period
  bool frequency_centred = false;   ///< diffraction: the read-out gives the distance from the optical axis
  double frequency_step_per_m = 0;  ///< 1/(N·Δx) when known
  double mrad_per_px = 0;           ///< when known
  double saturation = 0;            ///< values at or above are marked; 0 when unknown
};

/// Line work over a picture, in image coordinates: x = column, y = row, pixel centres at whole numbers.
struct PictureOverlay {
  enum class Shape { Points, Polyline, Rectangles, Circles };
  Shape shape = Shape::Points;
  std::vector<QPointF> points;  ///< points, polyline vertices, circle centres
  std::vector<QRectF> rectangles;
  std::vector<double> radii;    ///< one per circle
  std::vector<QColor> colours;  ///< one for all, or one each
  double width_px = 1.5;        ///< screen pixels
  double point_px = 5;
  int highlighted = -1;  ///< drawn larger and in the accent colour
};

}  // namespace ptycho
