#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>

namespace ptycho {

/// Where a view of a picture stands. Fitted views stay fitted when their window changes.
struct ViewPlace {
  double scale = 1;  ///< widget pixels per picture pixel
  QPointF centre;    ///< image coordinates in the middle of the viewport
  bool fitted = true;
  bool operator==(const ViewPlace&) const = default;
};

/// Zoom and pan of a picture in a viewport, aspect locked. Image coordinates: x = column, y = row, pixel centres at
/// whole numbers, so the picture spans [−0.5, cols − 0.5] × [−0.5, rows − 0.5]. The middle of the viewport always lies
/// on the picture, so it cannot be lost.
class ViewTransform {
 public:
  /// A new shape is fitted; the same shape keeps its place.
  void setPictureSize(const QSize& size);
  void setViewport(const QRectF& viewport);

  void fit();
  /// Zooms so that the image point under `anchor` (widget coordinates) stays there.
  void zoomTo(double scale, const QPointF& anchor);
  void panBy(const QPointF& widgetDelta);
  void setPlace(const ViewPlace& place);
  /// The largest scale at which `rect` is wholly visible, centred on it; the whole picture gives a fitted view.
  void showRect(const QRectF& rect);

  [[nodiscard]] const ViewPlace& place() const { return m_place; }
  [[nodiscard]] double scale() const { return m_place.scale; }
  [[nodiscard]] QPointF toWidget(const QPointF& image) const;
  [[nodiscard]] QPointF toImage(const QPointF& widget) const;
  [[nodiscard]] QRectF pictureRect() const;      ///< of the whole picture, image coordinates
  [[nodiscard]] QRectF visibleRect() const;      ///< image coordinates, within the picture
  [[nodiscard]] QRectF pictureOnWidget() const;  ///< of the whole picture, widget coordinates
  [[nodiscard]] const QRectF& viewport() const { return m_viewport; }

 private:
  [[nodiscard]] double fitScale() const;
  void settle();

  QSize m_size;
  QRectF m_viewport;
  ViewPlace m_place;
};

}  // namespace ptycho
