#pragma once

#include <optional>

#include <QWidget>

#include "widgets/kit/image/canvas_painter.h"
#include "widgets/kit/image/region_on_view.h"

namespace ptycho {

/// The painted, zoomable part of an image view: shows its scene and turns mouse and keys into wishes and views.
class ImageCanvas : public QWidget {
  Q_OBJECT

 public:
  explicit ImageCanvas(QWidget* parent = nullptr);

  [[nodiscard]] const CanvasScene& scene() const { return m_scene; }
  /// Changes the picture through `change`, keeps the place when the shape stays, repaints.
  template <class Change>
  void changePicture(Change change) {
    change(m_scene.picture);
    pictureChanged();
  }
  void setOverlays(std::vector<PictureOverlay> overlays);
  void setEmptyText(const QString& text);
  /// A cross drawn for a cursor that is elsewhere (a linked view, a table).
  void setCross(std::optional<QPoint> pixel);

  void fit();
  void setVisibleRect(const QRectF& rect);
  void setPlace(const ViewPlace& place);
  /// Device pixels per picture pixel, about the middle of the view.
  void setMagnification(double devicePixels);

  void setProfileMode(bool on);
  [[nodiscard]] bool profileMode() const { return m_profileMode; }
  /// The shape that a drag makes; a region that is there takes it, none removes it.
  void setRegionShape(RegionShape shape);
  [[nodiscard]] RegionShape regionShape() const { return m_regionShape; }
  void setRegion(const Region& region);
  [[nodiscard]] QImage rendered() const;

 Q_SIGNALS:
  void placeChanged();
  void cursorMoved(std::optional<QPoint> pixel);
  void clicked(QPoint pixel);
  void profileDrawn(QPointF from, QPointF to);
  void profileModeChanged(bool on);
  void regionShapeChanged(ptycho::RegionShape shape);
  void regionChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void pictureChanged();
  void layOut();
  /// Applies a change of the view, then repaints and tells.
  template <class Change>
  void changeView(Change change);
  [[nodiscard]] std::optional<QPoint> pixelAt(const QPointF& widget) const;
  void updateMouseCursor();
  /// Leaves the line profile, else the region; false when there is neither.
  bool escape();

  CanvasScene m_scene;
  CanvasPainter m_painter;
  QPointF m_pressed;
  QPointF m_last;
  enum class Drag { None, Undecided, Pan, Profile, Region };
  Drag m_drag = Drag::None;
  bool m_profileMode = false;
  RegionShape m_regionShape = RegionShape::None;
  RegionGrip m_grip = RegionGrip::New;
  Region m_regionAtPress;
};

}  // namespace ptycho
