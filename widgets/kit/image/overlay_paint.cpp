#include "widgets/kit/image/overlay_paint.h"

#include <QPen>
#include <QPolygonF>

namespace ptycho {

namespace {

/// The highlighted item is drawn this much larger.
constexpr double kHighlight = 1.8;

QColor itemColor(const PictureOverlay& overlay, std::size_t item, const QColor& accent) {
  if (int(item) == overlay.highlighted || overlay.colours.empty()) return accent;
  return overlay.colours.size() > item ? overlay.colours[item] : overlay.colours.front();
}

double itemFactor(const PictureOverlay& overlay, std::size_t item) {
  return int(item) == overlay.highlighted ? kHighlight : 1;
}

void paintPoint(QPainter& painter, const QPointF& at, double diameter, const QColor& color) {
  // A dark rim keeps light points apart from a light picture.
  painter.setPen(QPen(QColor(0, 0, 0, 140), 1));
  painter.setBrush(color);
  painter.drawEllipse(at, diameter / 2, diameter / 2);
}

void paintItem(QPainter& painter, const PictureOverlay& overlay, std::size_t item, const ViewTransform& view,
               const QColor& accent) {
  const QColor color = itemColor(overlay, item, accent);
  const double factor = itemFactor(overlay, item);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(color, overlay.width_px * factor));
  switch (overlay.shape) {
    case PictureOverlay::Shape::Points:
      paintPoint(painter, view.toWidget(overlay.points[item]), overlay.point_px * factor, color);
      break;
    case PictureOverlay::Shape::Rectangles: {
      const QRectF& r = overlay.rectangles[item];
      painter.drawRect(QRectF(view.toWidget(r.topLeft()), view.toWidget(r.bottomRight())));
      break;
    }
    case PictureOverlay::Shape::Circles: {
      const double radius = overlay.radii[item] * view.scale();
      painter.drawEllipse(view.toWidget(overlay.points[item]), radius, radius);
      break;
    }
    case PictureOverlay::Shape::Polyline:  // the highlighted vertex of a line
      paintPoint(painter, view.toWidget(overlay.points[item]), overlay.point_px * factor, color);
      break;
  }
}

void paintPolyline(QPainter& painter, const PictureOverlay& overlay, const ViewTransform& view, const QColor& accent) {
  QPolygonF line;
  line.reserve(qsizetype(overlay.points.size()));
  for (const QPointF& point : overlay.points) line << view.toWidget(point);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(overlay.colours.empty() ? accent : overlay.colours.front(), overlay.width_px));
  painter.drawPolyline(line);
}

std::size_t itemCount(const PictureOverlay& overlay) {
  switch (overlay.shape) {
    case PictureOverlay::Shape::Rectangles: return overlay.rectangles.size();
    case PictureOverlay::Shape::Circles: return std::min(overlay.points.size(), overlay.radii.size());
    case PictureOverlay::Shape::Points:
    case PictureOverlay::Shape::Polyline: break;
  }
  return overlay.points.size();
}

}  // namespace

void paintOverlays(QPainter& painter, const std::vector<PictureOverlay>& overlays, const ViewTransform& view,
                   const QColor& accent) {
  painter.setRenderHint(QPainter::Antialiasing, true);
  for (const PictureOverlay& overlay : overlays) {
    const std::size_t count = itemCount(overlay);
    if (overlay.shape == PictureOverlay::Shape::Polyline) {
      paintPolyline(painter, overlay, view, accent);
    } else {
      for (std::size_t item = 0; item < count; ++item) {
        if (int(item) != overlay.highlighted) paintItem(painter, overlay, item, view, accent);
      }
    }
    // Last, so that nothing covers it.
    if (overlay.highlighted >= 0 && std::size_t(overlay.highlighted) < count) {
      paintItem(painter, overlay, std::size_t(overlay.highlighted), view, accent);
    }
  }
}

}  // namespace ptycho
