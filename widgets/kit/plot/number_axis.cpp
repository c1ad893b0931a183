#include "widgets/kit/plot/number_axis.h"

#include <cmath>

#include "widgets/kit/raster/ticks.h"

namespace ptycho {
namespace {

constexpr double kRoom = 0.04;      ///< beyond the extreme values, share of the range
constexpr double kTickLength = 4;
constexpr double kLabelWidths = 1.6;  ///< room of a label on a horizontal axis

QString titled(const QString& title, const QString& factor) {
  return factor.isEmpty() ? title : title + QStringLiteral("  ") + factor;
}

}  // namespace

double NumberAxis::toValue(double widget) const {
  return to == from ? scale.low() : scale.value((widget - from) / (to - from));
}

ValueScale fittedScale(const std::vector<double>& values, bool logarithmic) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const double value : values) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return {Norm::Linear, 0, 1};
  if (logarithmic) {
    const double room = std::pow(high / low, kRoom);
    return high > low ? ValueScale(Norm::Log, low / room, high * room) : ValueScale(Norm::Log, low / 2, high * 2);
  }
  const double room = high > low ? kRoom * (high - low) : std::max(std::abs(high), 1.0) * 0.5;
  return {Norm::Linear, low - room, high + room};
}

void paintAxisBelow(QPainter& painter, const QRectF& area, const NumberAxis& axis, const QString& title,
                    const PlotTheme& theme) {
  const QFontMetricsF metrics(painter.font());
  const double width = metrics.horizontalAdvance(QStringLiteral("−0.000")) * kLabelWidths;
  const TickSet ticks = makeTicks(axis.scale, width / std::max(1.0, area.width()));
  for (const Tick& tick : ticks.ticks) {
    const double x = std::round(axis.from + tick.place * (axis.to - axis.from)) + 0.5;
    painter.setPen(theme.grid);
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setPen(theme.axis);
    painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + kTickLength));
    painter.setPen(theme.text);
    painter.drawText(QRectF(x - width, area.bottom() + kTickLength, 2 * width, metrics.height()),
                     Qt::AlignHCenter | Qt::AlignTop, tick.label);
  }
  painter.setPen(theme.axis);
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.setPen(theme.text);
  const QRectF room(area.left(), area.bottom() + kTickLength + metrics.height(), area.width(), metrics.height() + 2);
  painter.drawText(room, Qt::AlignCenter,
                   metrics.elidedText(titled(title, ticks.factor), Qt::ElideMiddle, room.width()));
}

void paintAxisLeft(QPainter& painter, const QRectF& area, const NumberAxis& axis, const QString& title,
                   const PlotTheme& theme) {
  const QFontMetricsF metrics(painter.font());
  const double height = metrics.height();
  const TickSet ticks = makeTicks(axis.scale, 2 * height / std::max(1.0, area.height()));
  double widest = 0;
  for (const Tick& tick : ticks.ticks) {
    const double y = std::round(axis.from + tick.place * (axis.to - axis.from)) + 0.5;
    painter.setPen(theme.grid);
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.setPen(theme.axis);
    painter.drawLine(QPointF(area.left() - kTickLength, y), QPointF(area.left(), y));
    painter.setPen(theme.text);
    widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    painter.drawText(QRectF(0, y - height / 2, area.left() - kTickLength - 2, height),
                     Qt::AlignRight | Qt::AlignVCenter, tick.label);
  }
  painter.setPen(theme.axis);
  painter.drawLine(area.topLeft(), area.bottomLeft());
  painter.save();
  painter.translate(area.left() - kTickLength - widest - 6 - height, area.center().y());
  painter.rotate(-90);
  painter.setPen(theme.text);
  const QRectF room(-area.height() / 2, 0, area.height(), height);
  painter.drawText(room, Qt::AlignCenter,
                   metrics.elidedText(titled(title, ticks.factor), Qt::ElideMiddle, room.width()));
  painter.restore();
}

}  // namespace ptycho
