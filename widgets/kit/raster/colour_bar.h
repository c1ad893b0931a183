#pragma once

#include <vector>

#include <QColor>
#include <QPainter>
#include <QRectF>
#include <QString>

#include "widgets/kit/raster/pixel_color.h"

namespace ptycho {

/// What a legend beside a picture says.
struct LegendText {
  QString quantity;
  QString unit;
  QColor ink;                    ///< text, ticks, frame
  std::vector<PixelKind> kinds;  ///< explained by swatches below
};

/// Parts of the room beside the picture that a legend takes, from the font of `metrics`.
struct LegendRoom {
  double bar = 0;       ///< width of the strip
  double total = 0;     ///< strip, ticks, labels and name
  double swatches = 0;  ///< height below the strip for the explained kinds
};

/// A vertical colour bar at the left of `area`: strip, ticks with labels, the name along it, swatches below.
/// The strip is even in places, so that the labels sit where the norm puts them. With `area` narrower than the
/// total the name is left out, then the labels.
void paintColorBar(QPainter& painter, const QRectF& area, const PixelColors& colors, const LegendText& text);
[[nodiscard]] LegendRoom colorBarRoom(const QFontMetricsF& metrics, const PixelColors& colors, const LegendText& text,
                                      double height);

/// The two-dimensional legend of a complex picture: phase across (hue), amplitude upwards (lightness), both with ticks.
void paintComplexLegend(QPainter& painter, const QRectF& area, const ValueScale& amplitude, const LegendText& text);
[[nodiscard]] LegendRoom complexLegendRoom(const QFontMetricsF& metrics, const ValueScale& amplitude,
                                           const LegendText& text, double height);

}  // namespace ptycho
