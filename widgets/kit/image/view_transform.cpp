#include "widgets/kit/image/view_transform.h"

#include <algorithm>

namespace ptycho {

namespace {

constexpr double kMostMagnified = 64;

}  // namespace

void ViewTransform::setPictureSize(const QSize& size) {
  if (size == m_size) return;
  m_size = size;
  fit();
}

void ViewTransform::setViewport(const QRectF& viewport) {
  if (viewport == m_viewport) return;
  m_viewport = viewport;
  settle();
}

double ViewTransform::fitScale() const {
  if (m_size.isEmpty() || m_viewport.isEmpty()) return 1;
  return std::min(m_viewport.width() / m_size.width(), m_viewport.height() / m_size.height());
}

void ViewTransform::fit() {
  m_place.fitted = true;
  settle();
}

void ViewTransform::settle() {
  const QRectF picture = pictureRect();
  if (m_place.fitted) {
    m_place.scale = fitScale();
    m_place.centre = picture.center();
  } else {
    m_place.centre.setX(std::clamp(m_place.centre.x(), picture.left(), std::max(picture.left(), picture.right())));
    m_place.centre.setY(std::clamp(m_place.centre.y(), picture.top(), std::max(picture.top(), picture.bottom())));
  }
}

void ViewTransform::zoomTo(double scale, const QPointF& anchor) {
  const QPointF fixed = toImage(anchor);
  const double fitted = fitScale();
  const double least = std::min(fitted, 1.0);
  const double next = std::clamp(scale, least, std::max(kMostMagnified, 4 * fitted));
  // Zoomed out as far as a large picture goes: that is the fitted view.
  if (fitted <= 1 && next <= least) return fit();
  m_place.fitted = false;
  m_place.scale = next;
  m_place.centre = fixed - (anchor - m_viewport.center()) / next;
  settle();
}

void ViewTransform::panBy(const QPointF& widgetDelta) {
  m_place.fitted = false;
  m_place.centre -= widgetDelta / m_place.scale;
  settle();
}

void ViewTransform::setPlace(const ViewPlace& place) {
  if (place.scale <= 0) return;
  m_place = place;
  settle();
}

void ViewTransform::showRect(const QRectF& rect) {
  if (rect.isEmpty()) return;
  if (rect.contains(pictureRect())) return fit();
  m_place.fitted = false;
  m_place.scale = std::min(m_viewport.width() / rect.width(), m_viewport.height() / rect.height());
  m_place.centre = rect.center();
  settle();
}

QPointF ViewTransform::toWidget(const QPointF& image) const {
  return m_viewport.center() + (image - m_place.centre) * m_place.scale;
}

QPointF ViewTransform::toImage(const QPointF& widget) const {
  return m_place.centre + (widget - m_viewport.center()) / m_place.scale;
}

QRectF ViewTransform::pictureRect() const { return {-0.5, -0.5, double(m_size.width()), double(m_size.height())}; }

QRectF ViewTransform::visibleRect() const {
  // Fitted exactly, without what rounding would shave off.
  if (m_place.fitted) return pictureRect();
  return QRectF(toImage(m_viewport.topLeft()), toImage(m_viewport.bottomRight())).intersected(pictureRect());
}

QRectF ViewTransform::pictureOnWidget() const {
  const QRectF picture = pictureRect();
  return {toWidget(picture.topLeft()), toWidget(picture.bottomRight())};
}

}  // namespace ptycho
