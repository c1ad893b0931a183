#include "widgets/kit/image/region_on_view.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ptycho {

namespace {

constexpr double kReach = 7;  // a press this near to a handle takes it
constexpr double kHandle = 7;
constexpr double kLeastInner = 0.05, kMostInner = 0.95;

QPointF innerHandle(const Region& region) {
  return region.bounds.center() + QPointF(region.inner * region.bounds.width() / 2, 0);
}

std::vector<std::pair<RegionGrip, QPointF>> handles(const Region& region) {
  const QRectF& r = region.bounds;
  std::vector<std::pair<RegionGrip, QPointF>> list{{RegionGrip::BottomRight, r.bottomRight()},
                                                   {RegionGrip::TopLeft, r.topLeft()},
                                                   {RegionGrip::TopRight, r.topRight()},
                                                   {RegionGrip::BottomLeft, r.bottomLeft()}};
  if (region.shape == RegionShape::Annulus) list.emplace_back(RegionGrip::Inner, innerHandle(region));
  return list;
}

QPointF within(const QPointF& point, const QRectF& picture) {
  return {std::clamp(point.x(), picture.left(), picture.right()),
          std::clamp(point.y(), picture.top(), picture.bottom())};
}

/// The pixels that a drag from one point to another has touched.
QRectF pixelsBetween(const QPointF& a, const QPointF& b, const QRectF& picture) {
  const QRectF r = QRectF(within(a, picture), within(b, picture)).normalized();
  const QPointF low(std::floor(r.left() + 0.5) - 0.5, std::floor(r.top() + 0.5) - 0.5);
  const QPointF high(std::ceil(r.right() + 0.5) - 0.5, std::ceil(r.bottom() + 0.5) - 0.5);
  return {low, high};
}

QRectF moved(const QRectF& bounds, const QPointF& by, const QRectF& picture) {
  return bounds.translated(
      std::clamp(std::round(by.x()), picture.left() - bounds.left(), picture.right() - bounds.right()),
      std::clamp(std::round(by.y()), picture.top() - bounds.top(), picture.bottom() - bounds.bottom()));
}

}  // namespace

RegionGrip regionGripAt(const Region& region, const ViewTransform& view, const QPointF& at) {
  if (region.shape == RegionShape::None) return RegionGrip::New;
  for (const auto& [grip, point] : handles(region)) {
    const QPointF distance = view.toWidget(point) - at;
    if (std::max(std::abs(distance.x()), std::abs(distance.y())) <= kReach) return grip;
  }
  return region.bounds.contains(view.toImage(at)) ? RegionGrip::Move : RegionGrip::New;
}

Qt::CursorShape regionCursor(RegionGrip grip) {
  switch (grip) {
    case RegionGrip::Move: return Qt::SizeAllCursor;
    case RegionGrip::TopLeft:
    case RegionGrip::BottomRight: return Qt::SizeFDiagCursor;
    case RegionGrip::TopRight:
    case RegionGrip::BottomLeft: return Qt::SizeBDiagCursor;
    case RegionGrip::Inner: return Qt::SizeHorCursor;
    case RegionGrip::New: break;
  }
  return Qt::CrossCursor;
}

Region draggedRegion(const Region& start, RegionGrip grip, const QPointF& from, const QPointF& to,
                     const QRectF& picture) {
  Region region = start;
  switch (grip) {
    case RegionGrip::New: region.bounds = pixelsBetween(from, to, picture); break;
    case RegionGrip::Move: region.bounds = moved(start.bounds, to - from, picture); break;
    case RegionGrip::TopLeft: region.bounds = pixelsBetween(start.bounds.bottomRight(), to, picture); break;
    case RegionGrip::TopRight: region.bounds = pixelsBetween(start.bounds.bottomLeft(), to, picture); break;
    case RegionGrip::BottomLeft: region.bounds = pixelsBetween(start.bounds.topRight(), to, picture); break;
    case RegionGrip::BottomRight: region.bounds = pixelsBetween(start.bounds.topLeft(), to, picture); break;
    case RegionGrip::Inner:
      region.inner = std::clamp(std::abs(to.x() - start.bounds.center().x()) * 2 / start.bounds.width(), kLeastInner,
                                kMostInner);
      break;
  }
  return region.bounds.isEmpty() ? start : region;
}

void paintRegion(QPainter& painter, const Region& region, const ViewTransform& view, const QColor& accent) {
  if (region.shape == RegionShape::None) return;
  const QRectF outer(view.toWidget(region.bounds.topLeft()), view.toWidget(region.bounds.bottomRight()));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, true);
  painter.setBrush(Qt::NoBrush);
  for (const QPen& pen : {QPen(QColor(0, 0, 0, 150), 3.5), QPen(QColor(255, 255, 255, 230), 1.5)}) {
    painter.setPen(pen);
    if (region.shape == RegionShape::Rectangle) painter.drawRect(outer);
    else painter.drawEllipse(outer);
    if (region.shape == RegionShape::Annulus) {
      painter.drawEllipse(outer.center(), region.inner * outer.width() / 2, region.inner * outer.height() / 2);
    }
  }
  painter.setPen(QPen(Qt::white, 1));
  painter.setBrush(accent);
  for (const auto& [grip, point] : handles(region)) {
    const QPointF at = view.toWidget(point);
    painter.drawRect(QRectF(at.x() - kHandle / 2, at.y() - kHandle / 2, kHandle, kHandle));
  }
  painter.restore();
}

}  // namespace ptycho
