#include "widgets/kit/figure/figure_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QCoreApplication>
#include <QFontMetricsF>

#include "widgets/kit/raster/colour_bar.h"
#include "widgets/kit/raster/display_limits.h"

namespace ptycho {

namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kPointsPerInch = 72;
constexpr double kTitleEms = 1.4;
constexpr double kRowGapEms = 1.0;
constexpr double kColumnGapEms = 1.2;
constexpr double kLegendGapEms = 0.5;
constexpr double kMarginEms = 0.6;
constexpr double kPlotHeight = 0.62;   ///< of a plot's width, where no picture stands beside it
constexpr double kLeastPlotEms = 9;

QFont figureFont(const FigureSpec& spec) {
  // One family and unhinted, so that the layout is the same on screen, paper and in vector formats.
  QFont font(QStringLiteral("DejaVu Sans"));
  font.setStyleHint(QFont::SansSerif);
  font.setHintingPreference(QFont::PreferNoHinting);
  font.setPixelSize(std::max(1, int(std::lround(spec.font_pt * spec.dpi / kPointsPerInch))));
  return font;
}

const MaskImage* maskOf(const FigurePanel& panel) { return panel.mask.empty() ? nullptr : &panel.mask; }

RealImage amplitudeOf(const ComplexImage& picture) {
  RealImage amplitude(picture.rows(), picture.cols());
  for (std::size_t i = 0; i < picture.size(); ++i) amplitude[i] = std::abs(picture[i]);
  return amplitude;
}

QSizeF pictureSize(const FigurePanel& panel) {
  return panel.complex_picture.empty()
             ? QSizeF(double(panel.picture.cols()), double(panel.picture.rows()))
             : QSizeF(double(panel.complex_picture.cols()), double(panel.complex_picture.rows()));
}

PlacedPanel resolved(const FigurePanel& panel) {
  PlacedPanel placed;
  placed.panel = &panel;
  if (panel.isPlot()) return placed;
  const bool complex = !panel.complex_picture.empty();
  const RealImage amplitude = complex ? amplitudeOf(panel.complex_picture) : RealImage();
  const RealImage& values = complex ? amplitude : panel.picture;
  std::pair<double, double> limits(panel.low, panel.high);
  if (limits.first == limits.second) limits = findLimits(values, maskOf(panel), DisplayLimits{}, panel.norm);
  const ColorMap map = complex ? ColorMap::Gray : panel.map;
  placed.colors = PixelColors(map, ValueScale(panel.norm, limits.first, limits.second, isCyclic(map)));
  placed.kinds = occurringKinds(values, maskOf(panel), placed.colors);
  if (complex) std::erase_if(placed.kinds, [](PixelKind kind) { return !isExcluded(kind); });
  return placed;
}

double legendWidth(const QFontMetricsF& metrics, const PlacedPanel& placed, double height) {
  const LegendText text{placed.panel->quantity, placed.panel->unit, Qt::black, placed.kinds};
  return placed.panel->complex_picture.empty() ? colorBarRoom(metrics, placed.colors, text, height).total
                                               : complexLegendRoom(metrics, placed.colors.scale(), text, height).total;
}

QString captionOf(const FigureSpec& spec) {
  const bool pictures =
      std::any_of(spec.panels.begin(), spec.panels.end(), [](const auto& panel) { return !panel.isPlot(); });
  if (spec.pixel_m > 0 || !pictures) return spec.caption;
  const QString note = QCoreApplication::translate("ptycho", "No scale bar: the pixel size is unknown.");
  return spec.caption.isEmpty() ? note : spec.caption + u' ' + note;
}

}  // namespace

FigureLayout layoutFigure(const FigureSpec& spec) {
  FigureLayout layout;
  layout.font = figureFont(spec);
  const QFontMetricsF metrics(layout.font);
  layout.em = metrics.height();
  const double em = layout.em, margin = kMarginEms * em;
  const double width = std::round(spec.width_mm / kMillimetresPerInch * spec.dpi);
  const auto columns = std::size_t(std::min(spec.columns, int(spec.panels.size())));
  const double gaps = double(columns - 1) * kColumnGapEms * em + double(columns) * kLegendGapEms * em;
  const double room = width - 2 * margin - gaps;
  std::vector<double> legends(columns, 0);
  for (const FigurePanel& panel : spec.panels) {
    const std::size_t column = layout.panels.size() % columns;
    layout.panels.push_back(resolved(panel));
    if (panel.isPlot()) continue;
    const double height = room / double(columns) * 0.7;  // about; the labels hardly depend on it
    legends[column] = std::max(legends[column], legendWidth(metrics, layout.panels.back(), height));
  }
  const double pictureWidth =
      std::max(em, (room - std::accumulate(legends.begin(), legends.end(), 0.0)) / double(columns));
  double top = margin;
  for (std::size_t first = 0; first < layout.panels.size(); first += columns) {
    const std::size_t end = std::min(first + columns, layout.panels.size());
    double rowBottom = top;
    double pictureHeight = 0, left = margin;
    for (std::size_t k = first; k < end; ++k) {
      const FigurePanel& panel = *layout.panels[k].panel;
      const QSizeF size = panel.isPlot() ? QSizeF() : pictureSize(panel);
      if (!panel.isPlot()) pictureHeight = std::max(pictureHeight, pictureWidth * size.height() / size.width());
    }
    for (std::size_t k = first; k < end; ++k) {
      PlacedPanel& placed = layout.panels[k];
      const double legend = legends[k - first];
      const double whole = pictureWidth + kLegendGapEms * em + legend;
      placed.title = QRectF(left, top, whole, kTitleEms * em);
      if (placed.panel->isPlot()) {
        // Beside pictures as high as they are, so that the row has one lower edge.
        const double height = pictureHeight > 0 ? pictureHeight : kPlotHeight * whole;
        placed.picture = QRectF(left, placed.title.bottom(), whole, std::max(height, kLeastPlotEms * em));
      } else {
        const QSizeF size = pictureSize(*placed.panel);
        placed.picture = QRectF(left, placed.title.bottom(), pictureWidth, pictureWidth * size.height() / size.width());
        placed.legend = QRectF(placed.picture.right() + kLegendGapEms * em, placed.picture.top(), legend,
                               placed.picture.height());
      }
      left += whole + kColumnGapEms * em;
      rowBottom = std::max(rowBottom, placed.picture.bottom());
    }
    top = rowBottom + kRowGapEms * em;
  }
  layout.captionText = captionOf(spec);
  if (!layout.captionText.isEmpty()) {
    const QRectF under(margin, top, width - 2 * margin, 1e6);
    layout.caption = metrics.boundingRect(under, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, layout.captionText);
    layout.caption.setWidth(under.width());
    top = layout.caption.bottom() + 0.2 * em;
  }
  layout.page = QSizeF(width, std::ceil(top + margin * 0.5));
  return layout;
}

}  // namespace ptycho
