#pragma once

#include <vector>

#include <QPainter>
#include <QRectF>
#include <QString>

#include "widgets/kit/plot/plot_theme.h"
#include "widgets/kit/raster/norm.h"

namespace ptycho {

/// One axis of a chart that a widget paints by itself: values to coordinates and back.
struct NumberAxis {
  ValueScale scale;
  double from = 0;  ///< widget coordinate of the low end
  double to = 1;    ///< … of the high end

  [[nodiscard]] double toWidget(double value) const { return from + scale.unclampedPlace(value) * (to - from); }
  [[nodiscard]] double toValue(double widget) const;
};

/// From the lowest to the highest finite value with a little room at both ends; for a logarithmic axis of the positive
/// ones. Without any value 0 … 1.
[[nodiscard]] ValueScale fittedScale(const std::vector<double>& values, bool logarithmic);

/// Ticks, numbers, faint grid lines over `area` and the title, below or at the left of it.
void paintAxisBelow(QPainter& painter, const QRectF& area, const NumberAxis& axis, const QString& title,
                    const PlotTheme& theme);
void paintAxisLeft(QPainter& painter, const QRectF& area, const NumberAxis& axis, const QString& title,
                   const PlotTheme& theme);

}  // namespace ptycho
