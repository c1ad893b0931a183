#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <QWidget>

#include "core/base/image.h"
#include "widgets/kit/image/picture_meaning.h"
#include "widgets/kit/image/region_statistics.h"
#include "widgets/kit/image/view_transform.h"

namespace ptycho {

class ShownPicture;

/// One real or complex picture with colour bar, limits, norm, zoom, pan, cursor read-out, scale bar, profiles.
/// Mouse: wheel zooms about the cursor, drag pans, double click fits. Keys: 0 fit, 1 1:1, 2 2:1, +/−, arrows pan,
/// L line profile, R region of interest (next shape; Esc removes it), Ctrl+C copies the picture as shown. From 100 %
/// up nearest neighbour, below true averaging.
class ImageView : public QWidget {
  Q_OBJECT

 public:
  explicit ImageView(QWidget* parent = nullptr);
  ~ImageView() override;

  /// A real picture; NaN pixels are drawn in their own colour. An empty picture shows `emptyText`.
  /// Zoom and pan survive when the shape is unchanged; so do map, norm and limits that were chosen here, as long as
  /// the meaning asks for the same ones as before.
  void setPicture(const RealImage& picture, const PictureMeaning& meaning);
  /// Hue = phase, lightness = amplitude, with a two-dimensional legend.
  void setComplexPicture(const ComplexImage& picture, const PictureMeaning& meaning);
  /// 1 = valid; masked pixels are drawn in their own colour and left out of limits.
  void setMask(const MaskImage& mask);
  void clear();
  void setEmptyText(const QString& text);

  void setOverlays(std::vector<PictureOverlay> overlays);
  /// A cyclic map is taken only for wrapped phase; anything else gets viridis instead.
  void setColorMap(ColorMap map);
  /// Does nothing while the map is cyclic.
  void setNorm(Norm norm);
  void setLimits(const DisplayLimits& limits);
  /// Fixed at the present numbers until released; a live preview never flickers.
  void setLimitsLocked(bool locked);
  [[nodiscard]] std::pair<double, double> shownLimits() const;
  /// Values, meaning, map and limits in force (shown_picture.h): for a figure of what is on the screen.
  [[nodiscard]] const ShownPicture& shownPicture() const;
  [[nodiscard]] ColorMap colorMap() const;
  [[nodiscard]] Norm norm() const;

  /// The part of the picture that is visible, in image coordinates.
  [[nodiscard]] QRectF visibleRect() const;
  void setVisibleRect(const QRectF& rect);
  /// Zoom and centre, exactly; used by ImageLink.
  [[nodiscard]] ViewPlace viewPlace() const;
  void setViewPlace(const ViewPlace& place);
  void fitToWindow();
  /// Draws a cursor cross and the read-out for this pixel (null: none).
  void setCursorPixel(std::optional<QPoint> pixel);
  /// "row 12, col 34   0.731   x 1.2 µm" for the pixel; what the read-out line shows.
  [[nodiscard]] QString readOut(QPoint pixel) const;

  /// A region with its statistics below the picture; shape None removes it. It goes with the shape of the picture.
  void setRegion(const Region& region);
  [[nodiscard]] const Region& region() const;

  /// What is on the screen without tool bar: picture, colour bar, title.
  [[nodiscard]] QImage renderedPicture() const;
  /// False hides the tool row (map, norm, limits): for small previews.
  void setToolRowVisible(bool visible);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void visibleRectChanged(const QRectF& rect);
  void cursorPixelChanged(std::optional<QPoint> pixel);
  void pixelClicked(QPoint pixel);
  void limitsChanged(double low, double high);
  void profileRequested(QPointF from, QPointF to);
  void regionChanged(const ptycho::Region& region);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

/// Links zoom, pan and cursor of several views of one shape.
class ImageLink : public QObject {
  Q_OBJECT

 public:
  explicit ImageLink(QObject* parent = nullptr);
  void add(ImageView* view);

 private:
  std::vector<ImageView*> m_views;
  bool m_forwarding = false;
};

}  // namespace ptycho
