#include "widgets/kit/raster/scale_bar.h"

#include <algorithm>

#include <QFontMetricsF>

#include "widgets/kit/raster/number_text.h"
#include "widgets/kit/raster/ticks.h"

namespace ptycho {

ScaleBar chooseScaleBar(double unitsPerMetre, double availableWidth, bool frequency, double share) {
  if (!(unitsPerMetre > 0) || !(availableWidth > 0)) return {};
  const double length = roundedDown125(availableWidth * share / unitsPerMetre);
  return {length * unitsPerMetre, frequency ? frequencyText(length, 3) : lengthText(length, 3)};
}

void paintScaleBar(QPainter& painter, const QRectF& area, const ScaleBar& bar, double groundLuminance) {
  if (bar.width <= 0) return;
  const QFontMetricsF metrics(painter.font(), painter.device());
  const double em = metrics.height();
  const double textWidth = metrics.horizontalAdvance(bar.label);
  const double inner = std::max(bar.width, textWidth);
  const double thickness = std::max(1.0, 0.16 * em);
  const QRectF plate(area.left() + 0.5 * em, area.bottom() - 0.5 * em - 1.75 * em, inner + 0.8 * em, 1.75 * em);
  if (plate.width() > area.width() || plate.height() > area.height()) return;
  const bool dark = groundLuminance < 0.4;
  const QColor ink = dark ? Qt::white : Qt::black;
  QColor ground = dark ? Qt::black : Qt::white;
  ground.setAlphaF(0.45f);
  painter.save();
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRect(plate);
  painter.setBrush(ink);
  painter.drawRect(
      QRectF(plate.center().x() - bar.width / 2, plate.bottom() - 0.25 * em - thickness, bar.width, thickness));
  painter.setPen(ink);
  painter.drawText(QPointF(plate.center().x() - textWidth / 2, plate.top() + 0.12 * em + metrics.ascent()), bar.label);
  painter.restore();
}

}  // namespace ptycho
