#include "widgets/kit/image/canvas_painter.h"

#include <algorithm>
#include <cmath>

#include "widgets/kit/image/overlay_paint.h"
#include "widgets/kit/image/region_on_view.h"
#include "widgets/kit/raster/colour_bar.h"
#include "widgets/kit/raster/scale_bar.h"
#include "widgets/kit/raster/srgb.h"

namespace ptycho {

namespace {

constexpr double kMargin = 4;
/// Below these widths a view shows the picture alone.
constexpr double kLeastPicture = 90;

LegendText legendText(const ShownPicture& picture, const QColor& ink = {}) {
  return {picture.meaning().quantity, picture.meaning().unit, ink, picture.kinds()};
}

LegendRoom legendRoom(const QFontMetricsF& metrics, const ShownPicture& picture, double height) {
  return picture.isComplex() ? complexLegendRoom(metrics, picture.scale(), legendText(picture), height)
                             : colorBarRoom(metrics, picture.colors(), legendText(picture), height);
}

void paintLegend(QPainter& painter, const QRectF& area, const ShownPicture& picture, const QPalette& palette) {
  const LegendText text = legendText(picture, palette.color(QPalette::WindowText));
  if (picture.isComplex()) paintComplexLegend(painter, area, picture.scale(), text);
  else paintColorBar(painter, area, picture.colors(), text);
}

void paintTitle(QPainter& painter, const QRectF& area, const QString& title, const QPalette& palette) {
  QFont bold = painter.font();
  bold.setBold(true);
  painter.save();
  painter.setFont(bold);
  painter.setPen(palette.color(QPalette::WindowText));
  const QString text = QFontMetricsF(bold, painter.device()).elidedText(title, Qt::ElideRight, area.width());
  painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text);
  painter.restore();
}

/// A light line inside a dark one is seen on every ground.
void paintContrastLine(QPainter& painter, const QLineF& line, double width) {
  painter.setPen(QPen(QColor(0, 0, 0, 150), width + 2));
  painter.drawLine(line);
  painter.setPen(QPen(QColor(255, 255, 255, 220), width));
  painter.drawLine(line);
}

void paintCross(QPainter& painter, const ViewTransform& view, QPoint pixel) {
  const QPointF at = view.toWidget(pixel);
  const QRectF area = view.pictureOnWidget().intersected(view.viewport());
  if (!area.adjusted(-1, -1, 1, 1).contains(at)) return;
  const double gap = std::clamp(view.scale(), 5.0, 14.0);
  for (const QLineF& line :
       {QLineF(area.left(), at.y(), at.x() - gap, at.y()), QLineF(at.x() + gap, at.y(), area.right(), at.y()),
        QLineF(at.x(), area.top(), at.x(), at.y() - gap), QLineF(at.x(), at.y() + gap, at.x(), area.bottom())}) {
    if (line.dx() >= 0 && line.dy() >= 0) paintContrastLine(painter, line, 1);
  }
}

void paintProfile(QPainter& painter, const ViewTransform& view, const QLineF& profile, const QColor& accent) {
  const QLineF line(view.toWidget(profile.p1()), view.toWidget(profile.p2()));
  painter.setRenderHint(QPainter::Antialiasing, true);
  paintContrastLine(painter, line, 1.5);
  painter.setPen(QPen(Qt::white, 1));
  painter.setBrush(accent);
  painter.drawEllipse(line.p1(), 4, 4);
  painter.drawEllipse(line.p2(), 4, 4);
}

double unitsPerMetre(const PictureMeaning& meaning, double scale) {
  if (meaning.frequency_centred) return meaning.frequency_step_per_m > 0 ? scale / meaning.frequency_step_per_m : 0;
  return meaning.pixel_m > 0 ? scale / meaning.pixel_m : 0;
}

}  // namespace

CanvasLayout layoutCanvas(const QSizeF& size, const QFontMetricsF& metrics, const ShownPicture& picture) {
  const double em = metrics.height();
  CanvasLayout layout;
  QRectF rest = QRectF(QPointF(), size).adjusted(kMargin, kMargin, -kMargin, -kMargin);
  if (picture.empty()) {
    layout.viewport = rest;
    return layout;
  }
  if (!picture.meaning().title.isEmpty() && rest.height() > 5 * em) {
    layout.title = QRectF(rest.left(), rest.top(), rest.width(), 1.3 * em);
    rest.setTop(rest.top() + 1.5 * em);
  }
  // Half a line of air for the label of the topmost and the lowest tick; whole ems, so that a longer number
  // does not make the picture jump.
  const double air = layout.title.isEmpty() ? em / 2 : 0.2 * em;
  const double height = rest.height() - air - em / 2;
  const LegendRoom room = legendRoom(metrics, picture, height);
  const double legend = std::ceil(room.total / em) * em;
  if (rest.width() - legend - em >= kLeastPicture && height > room.swatches + 4 * em) {
    layout.legend = QRectF(rest.right() - legend, rest.top() + air, legend, height);
    rest.setRight(rest.right() - legend - 0.6 * em);
    // Not much taller than the fitted picture, and level with it.
    const double fitted = rest.width() * picture.size().height() / picture.size().width();
    const double tall = std::clamp(fitted, std::min(height, room.swatches + 12 * em), height);
    layout.legend.setHeight(tall);
    layout.legend.moveTop(std::clamp(rest.center().y() - tall / 2, rest.top() + air, rest.top() + air + height - tall));
  }
  layout.viewport =
      QRectF(std::floor(rest.left()), std::floor(rest.top()), std::floor(rest.width()), std::floor(rest.height()));
  return layout;
}

void CanvasPainter::paint(QPainter& painter, const QSizeF& size, const CanvasScene& scene, const QPalette& palette,
                          double dpr, bool focused) {
  const CanvasLayout layout = layoutCanvas(size, QFontMetricsF(painter.font(), painter.device()), scene.picture);
  if (scene.picture.empty()) {
    painter.setPen(palette.color(QPalette::PlaceholderText));
    painter.drawText(layout.viewport, int(Qt::AlignCenter) | Qt::TextWordWrap, scene.emptyText);
  } else {
    if (!layout.title.isEmpty()) paintTitle(painter, layout.title, scene.picture.meaning().title, palette);
    if (!layout.legend.isEmpty()) paintLegend(painter, layout.legend, scene.picture, palette);
    painter.save();
    painter.setClipRect(layout.viewport);
    paintPicture(painter, scene, dpr);
    paintOnPicture(painter, scene, palette);
    painter.restore();
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (focused) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette.color(QPalette::Highlight), 1));
    painter.drawRect(layout.viewport.adjusted(-2, -2, 1, 1));
  }
}

void CanvasPainter::paintPicture(QPainter& painter, const CanvasScene& scene, double dpr) {
  const QRectF whole = scene.view.pictureOnWidget();
  const QRectF seen = whole.intersected(scene.view.viewport());
  const QRect device(QPoint(int(std::floor(seen.left() * dpr)), int(std::floor(seen.top() * dpr))),
                     QPoint(int(std::ceil(seen.right() * dpr)) - 1, int(std::ceil(seen.bottom() * dpr)) - 1));
  if (device.isEmpty()) return;
  RasterWindow window;
  window.step = 1 / (scene.view.scale() * dpr);
  // A scale of 1:1 must not turn into averaging by a rounding error.
  if (std::abs(window.step - 1) < 1e-9) window.step = 1;
  window.origin_x = (device.left() - whole.left() * dpr) * window.step;
  window.origin_y = (device.top() - whole.top() * dpr) * window.step;
  window.width = device.width();
  window.height = device.height();
  const bool same = m_key.version == scene.picture.version() && m_key.device == device &&
                    m_key.window.step == window.step && m_key.window.origin_x == window.origin_x &&
                    m_key.window.origin_y == window.origin_y;
  if (!same) {
    m_raster = scene.picture.raster(window);
    m_raster.setDevicePixelRatio(dpr);
    m_key = {scene.picture.version(), device, window};
  }
  painter.drawImage(QPointF(device.left() / dpr, device.top() / dpr), m_raster);
}

void CanvasPainter::paintOnPicture(QPainter& painter, const CanvasScene& scene, const QPalette& palette) {
  const QColor accent = palette.color(QPalette::Highlight);
  painter.save();
  paintOverlays(painter, scene.overlays, scene.view, accent);
  paintRegion(painter, scene.region, scene.view, accent);
  if (scene.profile) paintProfile(painter, scene.view, *scene.profile, accent);
  painter.restore();
  const QRectF area = scene.view.pictureOnWidget().intersected(scene.view.viewport());
  const PictureMeaning& meaning = scene.picture.meaning();
  const ScaleBar bar =
      chooseScaleBar(unitsPerMetre(meaning, scene.view.scale()), area.width(), meaning.frequency_centred);
  paintScaleBar(painter, area, bar, groundLuminance());
  if (scene.cursor) paintCross(painter, scene.view, *scene.cursor);
}

double CanvasPainter::groundLuminance() const {
  const int width = std::max(1, m_raster.width() / 3), height = std::max(1, m_raster.height() / 6);
  double sum = 0;
  int count = 0;
  for (int y = m_raster.height() - height; y < m_raster.height(); y += std::max(1, height / 12)) {
    for (int x = 0; x < width; x += std::max(1, width / 24)) {
      sum += luminance(m_raster.pixel(x, y));
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

}  // namespace ptycho
