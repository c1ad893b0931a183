#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QWidget>

#include "core/base/image.h"

namespace ptycho {

/// Colour maps by use: sequential for values, cyclic only for wrapped phase, diverging for signed errors.
enum class ColorMap { Gray, Viridis, Cividis, Inferno, InvertedGray, Twilight, Coolwarm };

/// How values become places on the colour bar; never changes the numbers read out.
enum class Norm { Linear, SquareRoot, Log, Asinh, Gamma };

/// How the display limits follow from the picture.
enum class LimitMode { MinMax, Percentile, ThreeSigma, Symmetric, Fixed };

struct DisplayLimits {
  LimitMode mode = LimitMode::Percentile;
  double percent = 0.35;   ///< cut on each side, Percentile
  double low = 0;          ///< Fixed
  double high = 1;
};

/// What a picture shows; labels, units and sensible defaults follow from it.
struct PictureMeaning {
  QString title;           ///< "Amplitude, truth"
  QString quantity;        ///< "amplitude", on the colour bar
  QString unit;            ///< "rad", "counts"; empty for none
  ColorMap map = ColorMap::Gray;
  Norm norm = Norm::Linear;
  DisplayLimits limits;
  double pixel_m = 0;      ///< 0: unknown, no scale bar (and the view says so)
  bool wrapped_phase = false;      ///< allows the cyclic map, locks its limits to one period
  bool frequency_centred = false;  ///< diffraction: the read-out gives the distance from the optical axis
  double frequency_step_per_m = 0; ///< 1/(N·Δx) when known
  double mrad_per_px = 0;          ///< when known
};

/// Line work over a picture, in image coordinates: x = column, y = row, pixel centres at whole numbers.
struct PictureOverlay {
  enum class Shape { Points, Polyline, Rectangles, Circles };
  Shape shape = Shape::Points;
  std::vector<QPointF> points;     ///< points, polyline vertices, circle centres
  std::vector<QRectF> rectangles;
  std::vector<double> radii;       ///< one per circle
  std::vector<QColor> colours;     ///< one for all, or one each
  double width_px = 1.5;           ///< screen pixels
  double point_px = 5;
  int highlighted = -1;            ///< drawn larger and in the accent colour
};

/// One real or complex picture with colour bar, limits, norm, zoom, pan, cursor read-out, scale bar, profiles.
/// Mouse: wheel zooms about the cursor, drag pans, double click fits. Keys: 0 fit, 1 1:1, 2 2:1, +/−, arrows pan,
/// L line profile. From 100 % up nearest neighbour, below true averaging.
class ImageView : public QWidget {
  Q_OBJECT

 public:
  explicit ImageView(QWidget* parent = nullptr);
  ~ImageView() override;

  /// A real picture; NaN pixels are drawn in their own colour. An empty picture shows `emptyText`.
  /// Zoom and pan survive when the shape is unchanged.
  void setPicture(const RealImage& picture, const PictureMeaning& meaning);
  /// Hue = phase, lightness = amplitude, with a two-dimensional legend.
  void setComplexPicture(const ComplexImage& picture, const PictureMeaning& meaning);
  /// 1 = valid; masked pixels are drawn in their own colour and left out of limits.
  void setMask(const MaskImage& mask);
  void clear();
  void setEmptyText(const QString& text);

  void setOverlays(std::vector<PictureOverlay> overlays);
  void setColorMap(ColorMap map);
  void setNorm(Norm norm);
  void setLimits(const DisplayLimits& limits);
  /// Fixed at the present numbers until released; a live preview never flickers.
  void setLimitsLocked(bool locked);
  [[nodiscard]] std::pair<double, double> shownLimits() const;
  [[nodiscard]] ColorMap colorMap() const;
  [[nodiscard]] Norm norm() const;

  /// The part of the picture that is visible, in image coordinates; used by ImageLink.
  [[nodiscard]] QRectF visibleRect() const;
  void setVisibleRect(const QRectF& rect);
  void fitToWindow();
  /// Draws a cursor cross and the read-out for this pixel (null: none).
  void setCursorPixel(std::optional<QPoint> pixel);
  /// "row 12, col 34   0.731   x 1.2 µm" for the pixel; what the read-out line shows.
  [[nodiscard]] QString readOut(QPoint pixel) const;

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
