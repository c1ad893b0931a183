#include "widgets/kit/raster/colour_bar.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QImage>

#include "widgets/kit/raster/legend_parts.h"

namespace ptycho {

namespace {

using detail::LegendMetrics;

/// One pixel wide and 256 high, the high end on top.
QImage stripImage(const PixelColors& colors) {
  constexpr int steps = 256;
  QImage strip(1, steps, QImage::Format_RGB32);
  for (int y = 0; y < steps; ++y) strip.setPixel(0, y, colors.colorAt((steps - 0.5 - y) / steps));
  return strip;
}

}  // namespace

LegendRoom colorBarRoom(const QFontMetricsF& metrics, const PixelColors& colors, const LegendText& text,
                        double height) {
  const LegendMetrics m(metrics);
  const TickSet ticks = makeTicks(colors.scale(), m.tickDistance(height));
  LegendRoom room{m.bar(), 0, m.swatchHeight(text.kinds)};
  room.total = room.bar + m.tickLabelWidth(ticks) + m.nameWidth(text, ticks);
  room.total = std::max(room.total, m.swatchWidth(text.kinds));
  return room;
}

void paintColorBar(QPainter& painter, const QRectF& area, const PixelColors& colors, const LegendText& text) {
  const QFontMetricsF metrics(painter.font(), painter.device());
  const LegendMetrics m(metrics);
  const QRectF strip(area.left(), area.top(), m.bar(), area.height() - m.swatchHeight(text.kinds));
  if (strip.height() < m.em) return;
  painter.save();
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(strip, stripImage(colors));
  const TickSet ticks = makeTicks(colors.scale(), m.tickDistance(strip.height()));
  detail::paintVerticalTicks(painter, strip, ticks, area, text);
  detail::paintSwatches(painter, QRectF(area.left(), strip.bottom(), area.width(), m.swatchHeight(text.kinds)), text,
                        [&](PixelKind kind) { return colors.color(kind); });
  painter.restore();
}

}  // namespace ptycho
