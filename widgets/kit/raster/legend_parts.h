#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include <QFontMetricsF>
#include <QPainter>
#include <QRectF>

#include "widgets/kit/raster/colour_bar.h"
#include "widgets/kit/raster/ticks.h"

namespace ptycho::detail {

/// More than about eight labels are a ladder, not a legend, however long the bar.
constexpr double kLeastTickDistance = 0.12;

/// Measures of a legend, all from the height of its font, so that it looks alike on screen and on paper.
struct LegendMetrics {
  explicit LegendMetrics(const QFontMetricsF& metrics) : font(metrics), em(metrics.height()) {}
  [[nodiscard]] double bar() const { return 0.9 * em; }
  [[nodiscard]] double tickLength() const { return 0.3 * em; }
  /// Least distance of two ticks as a share of the strip.
  [[nodiscard]] double tickDistance(double height) const {
    return height > 0 ? std::max(1.6 * em / height, kLeastTickDistance) : 1;
  }
  [[nodiscard]] double tickLabelWidth(const TickSet& ticks) const;
  /// Of the name that runs along the strip.
  [[nodiscard]] double nameWidth(const LegendText& text, const TickSet& ticks) const;
  [[nodiscard]] double swatchHeight(const std::vector<PixelKind>& kinds) const;
  [[nodiscard]] double swatchWidth(const std::vector<PixelKind>& kinds) const;

  QFontMetricsF font;
  double em;
};

/// Name of the legend with the factor of the ticks: "phase [10⁻³ rad]".
[[nodiscard]] QString legendName(const LegendText& text, const TickSet& ticks);

/// Frame, ticks with labels at the right of `strip`, and the name along it; leaves out what `area` has no room for.
void paintVerticalTicks(QPainter& painter, const QRectF& strip, const TickSet& ticks, const QRectF& area,
                        const LegendText& text);
/// A coloured square and its meaning, one below the other.
void paintSwatches(QPainter& painter, const QRectF& area, const LegendText& text,
                   const std::function<QRgb(PixelKind)>& colorOf);

}  // namespace ptycho::detail
