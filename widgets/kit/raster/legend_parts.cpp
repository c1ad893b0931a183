#include "widgets/kit/raster/legend_parts.h"

#include <algorithm>

#include "widgets/kit/raster/number_text.h"

namespace ptycho::detail {

double LegendMetrics::tickLabelWidth(const TickSet& ticks) const {
  double widest = 0;
  for (const Tick& tick : ticks.ticks) widest = std::max(widest, font.horizontalAdvance(tick.label));
  return tickLength() + 0.2 * em + widest;
}

double LegendMetrics::nameWidth(const LegendText& text, const TickSet& ticks) const {
  return legendName(text, ticks).isEmpty() ? 0 : 1.15 * em;
}

double LegendMetrics::swatchHeight(const std::vector<PixelKind>& kinds) const {
  return kinds.empty() ? 0 : (0.6 + 1.1 * double(kinds.size())) * em;
}

double LegendMetrics::swatchWidth(const std::vector<PixelKind>& kinds) const {
  double widest = 0;
  for (const PixelKind kind : kinds) widest = std::max(widest, font.horizontalAdvance(pixelKindName(kind)));
  return kinds.empty() ? 0 : bar() + 0.3 * em + widest;
}

QString legendName(const LegendText& text, const TickSet& ticks) {
  if (ticks.factor.isEmpty()) return quantityText(text.quantity, text.unit);
  const QString factor = ticks.factor.mid(1);  // without the ×, as a multiple of the unit
  return quantityText(text.quantity, text.unit.isEmpty() ? factor : factor + u' ' + text.unit);
}

void paintVerticalTicks(QPainter& painter, const QRectF& strip, const TickSet& ticks, const QRectF& area,
                        const LegendText& text) {
  const LegendMetrics m(QFontMetricsF(painter.font(), painter.device()));
  painter.setPen(QPen(text.ink, std::max(0.5, 0.06 * m.em)));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(strip);
  const double labels = m.tickLabelWidth(ticks);
  const double room = area.right() - strip.right();
  if (room + 0.5 < labels) return;
  for (const Tick& tick : ticks.ticks) {
    const double y = strip.bottom() - tick.place * strip.height();
    painter.drawLine(QPointF(strip.right(), y), QPointF(strip.right() + m.tickLength(), y));
    const double baseline = y + (m.font.ascent() - m.font.descent()) / 2;
    painter.drawText(QPointF(strip.right() + m.tickLength() + 0.2 * m.em, baseline), tick.label);
  }
  if (room + 0.5 < labels + m.nameWidth(text, ticks)) return;
  const QString name = m.font.elidedText(legendName(text, ticks), Qt::ElideRight, strip.height());
  painter.save();
  painter.translate(strip.right() + labels + m.font.ascent() + 0.1 * m.em, strip.center().y());
  painter.rotate(-90);
  painter.drawText(QPointF(-m.font.horizontalAdvance(name) / 2, 0), name);
  painter.restore();
}

void paintSwatches(QPainter& painter, const QRectF& area, const LegendText& text,
                   const std::function<QRgb(PixelKind)>& colorOf) {
  const LegendMetrics m(QFontMetricsF(painter.font(), painter.device()));
  double top = area.top() + 0.7 * m.em;
  for (const PixelKind kind : text.kinds) {
    const QRectF square(area.left(), top, m.bar(), m.bar());
    painter.setPen(QPen(text.ink, std::max(0.5, 0.06 * m.em)));
    painter.setBrush(QColor(colorOf(kind)));
    painter.drawRect(square);
    const double baseline = square.center().y() + (m.font.ascent() - m.font.descent()) / 2;
    painter.drawText(QPointF(square.right() + 0.3 * m.em, baseline), pixelKindName(kind));
    top += 1.1 * m.em;
  }
}

}  // namespace ptycho::detail
