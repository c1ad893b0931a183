#include "widgets/kit/figure/figure_paint.h"

#include <cmath>

#include <QFontMetricsF>

#include "widgets/kit/figure/figure_plot.h"
#include "widgets/kit/raster/colour_bar.h"
#include "widgets/kit/raster/picture_raster.h"
#include "widgets/kit/raster/scale_bar.h"
#include "widgets/kit/raster/srgb.h"

namespace ptycho {

namespace {

QImage pictureImage(const PlacedPanel& placed, const RasterWindow& window) {
  const FigurePanel& panel = *placed.panel;
  const MaskImage* mask = panel.mask.empty() ? nullptr : &panel.mask;
  return panel.complex_picture.empty() ? rasterPicture(panel.picture, mask, placed.colors, window)
                                       : rasterComplex(panel.complex_picture, mask, placed.colors.scale(), window);
}

std::pair<int, int> pictureShape(const FigurePanel& panel) {
  const auto shape = [](const auto& picture) { return std::pair(int(picture.rows()), int(picture.cols())); };
  return panel.complex_picture.empty() ? shape(panel.picture) : shape(panel.complex_picture);
}

/// Mean luminance of the lower left part, where the scale bar stands.
double groundLuminance(const QImage& image) {
  const int width = std::max(1, image.width() / 3), height = std::max(1, image.height() / 6);
  double sum = 0;
  int count = 0;
  for (int y = image.height() - height; y < image.height(); y += std::max(1, height / 12)) {
    for (int x = 0; x < width; x += std::max(1, width / 24)) {
      sum += luminance(image.pixel(x, y));
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

/// Returns the drawn image, for its luminance.
QImage paintPicture(QPainter& painter, const PlacedPanel& placed, PictureMode mode) {
  const auto [rows, cols] = pictureShape(*placed.panel);
  const QRectF& area = placed.picture;
  if (mode == PictureMode::Unscaled) {
    const QImage image = pictureImage(placed, {0, 0, 1, cols, rows}).convertToFormat(QImage::Format_RGB32);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(area, image);
    return image;
  }
  const QRect dots = area.toAlignedRect();
  const double step = cols / area.width();
  const QImage image = pictureImage(placed, {(dots.left() - area.left()) * step, (dots.top() - area.top()) * step, step,
                                             dots.width(), dots.height()});
  painter.drawImage(dots.topLeft(), image);
  return image;
}

void paintPanel(QPainter& painter, const PlacedPanel& placed, const FigureLayout& layout, PictureMode mode,
                double pixel_m) {
  const FigurePanel& panel = *placed.panel;
  QFont bold = layout.font;
  bold.setBold(true);
  painter.setFont(bold);
  painter.setPen(Qt::black);
  const QFontMetricsF metrics(bold);
  painter.drawText(QPointF(placed.title.left(), placed.title.top() + metrics.ascent()),
                   metrics.elidedText(panel.title, Qt::ElideRight, placed.title.width()));
  painter.setFont(layout.font);
  if (panel.isPlot()) return paintPlot(painter, panel.plot, placed.picture);
  const QImage image = paintPicture(painter, placed, mode);
  painter.setPen(QPen(Qt::black, 0.06 * layout.em));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(placed.picture);
  const auto [rows, cols] = pictureShape(panel);
  const double dotsPerMetre = pixel_m > 0 ? placed.picture.width() / (cols * pixel_m) : 0;
  paintScaleBar(painter, placed.picture, chooseScaleBar(dotsPerMetre, placed.picture.width()), groundLuminance(image));
  const LegendText text{panel.quantity, panel.unit, Qt::black, placed.kinds};
  if (panel.complex_picture.empty()) paintColorBar(painter, placed.legend, placed.colors, text);
  else paintComplexLegend(painter, placed.legend, placed.colors.scale(), text);
}

}  // namespace

void paintFigure(QPainter& painter, const FigureSpec& spec, const FigureLayout& layout, PictureMode mode) {
  painter.fillRect(QRectF(QPointF(), layout.page), Qt::white);
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setRenderHint(QPainter::TextAntialiasing, true);
  // PDF would store pictures as JPEG otherwise.
  painter.setRenderHint(QPainter::LosslessImageRendering, true);
  // One scale bar serves all: the panels share their pixel size.
  bool first = true;
  for (const PlacedPanel& placed : layout.panels) {
    paintPanel(painter, placed, layout, mode, first ? spec.pixel_m : 0);
    first = first && placed.panel->isPlot();
  }
  painter.setFont(layout.font);
  painter.setPen(Qt::black);
  painter.drawText(layout.caption, int(Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop), layout.captionText);
}

}  // namespace ptycho
