#pragma once

#include <optional>
#include <vector>

#include <QFontMetricsF>
#include <QImage>
#include <QLineF>
#include <QPainter>
#include <QPalette>

#include "widgets/kit/image/region_statistics.h"
#include "widgets/kit/image/shown_picture.h"
#include "widgets/kit/image/view_transform.h"

namespace ptycho {

/// Where the parts of a view lie, in widget coordinates. A part without room is empty.
struct CanvasLayout {
  QRectF title;
  QRectF viewport;
  QRectF legend;
};
[[nodiscard]] CanvasLayout layoutCanvas(const QSizeF& size, const QFontMetricsF& metrics, const ShownPicture& picture);

/// All that a view shows.
struct CanvasScene {
  ShownPicture picture;
  ViewTransform view;
  std::vector<PictureOverlay> overlays;
  std::optional<QPoint> cursor;   ///< drawn as a cross
  std::optional<QLineF> profile;  ///< image coordinates
  Region region;                  ///< none: shape None
  QString emptyText;
};

/// Paints a scene at the resolution of the device; keeps the last raster, so that a moving cursor costs little.
class CanvasPainter {
 public:
  /// @param focused  draws the frame of the viewport in the accent colour
  void paint(QPainter& painter, const QSizeF& size, const CanvasScene& scene, const QPalette& palette, double dpr,
             bool focused);

 private:
  void paintPicture(QPainter& painter, const CanvasScene& scene, double dpr);
  void paintOnPicture(QPainter& painter, const CanvasScene& scene, const QPalette& palette);
  [[nodiscard]] double groundLuminance() const;

  struct RasterKey {
    int version = -1;
    QRect device;
    RasterWindow window;
  };
  RasterKey m_key;
  QImage m_raster;
};

}  // namespace ptycho
