#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QImage>

#include "widgets/kit/raster/colour_bar.h"
#include "widgets/kit/raster/complex_color.h"
#include "widgets/kit/raster/legend_parts.h"

namespace ptycho {

namespace {

using detail::LegendMetrics;

constexpr int kSide = 128;
constexpr double kStripEms = 4.2;
constexpr double kMostEms = 10;
/// Room below the square for the phase ticks and the name of that axis.
constexpr double kPhaseAxisEms = 2.7;

QImage squareImage() {
  QImage square(kSide, kSide, QImage::Format_RGB32);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      square.setPixel(x, y, complexColor((kSide - 0.5 - y) / kSide, 2 * M_PI * ((x + 0.5) / kSide - 0.5)));
    }
  }
  return square;
}

}  // namespace

LegendRoom complexLegendRoom(const QFontMetricsF& metrics, const ValueScale& amplitude, const LegendText& text,
                             double height) {
  const LegendMetrics m(metrics);
  const TickSet ticks = makeTicks(amplitude, m.tickDistance(std::min(height, kMostEms * m.em)));
  LegendRoom room{kStripEms * m.em, 0, m.swatchHeight(text.kinds) + kPhaseAxisEms * m.em};
  room.total = 0.5 * m.em + room.bar + m.tickLabelWidth(ticks) + m.nameWidth(text, ticks);
  return room;
}

void paintComplexLegend(QPainter& painter, const QRectF& area, const ValueScale& amplitude, const LegendText& text) {
  const LegendMetrics m(QFontMetricsF(painter.font(), painter.device()));
  // Half an em at the left for the half of the label "−π" that stands out.
  const double below = m.swatchHeight(text.kinds) + kPhaseAxisEms * m.em;
  const QRectF strip(area.left() + 0.5 * m.em, area.top(), kStripEms * m.em,
                     std::min(area.height() - below, kMostEms * m.em));
  if (strip.height() < m.em) return;
  painter.save();
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  static const QImage square = squareImage();
  painter.drawImage(strip, square);
  detail::paintVerticalTicks(painter, strip, makeTicks(amplitude, m.tickDistance(strip.height())), area, text);
  const QString labels[] = {QStringLiteral("−π"), QStringLiteral("0"), QStringLiteral("π")};
  for (int k = 0; k < 3; ++k) {
    const double x = strip.left() + strip.width() * k / 2;
    painter.drawLine(QPointF(x, strip.bottom()), QPointF(x, strip.bottom() + m.tickLength()));
    painter.drawText(QPointF(x - m.font.horizontalAdvance(labels[k]) / 2,
                             strip.bottom() + m.tickLength() + 0.1 * m.em + m.font.ascent()),
                     labels[k]);
  }
  const QString axis = QStringLiteral("φ [rad]");
  painter.drawText(QPointF(strip.center().x() - m.font.horizontalAdvance(axis) / 2,
                           strip.bottom() + m.tickLength() + 1.1 * m.em + m.font.ascent()),
                   axis);
  const PixelColors kinds(ColorMap::Gray, amplitude);
  detail::paintSwatches(painter, QRectF(area.left(), strip.bottom() + kPhaseAxisEms * m.em, area.width(), below), text,
                        [&](PixelKind kind) { return kinds.color(kind); });
  painter.restore();
}

}  // namespace ptycho
