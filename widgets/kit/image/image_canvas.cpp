#include "widgets/kit/image/image_canvas.h"

#include <cmath>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace ptycho {

namespace {

constexpr double kWheelFactor = 1.25;  // a notch of the wheel
constexpr double kKeyFactor = 1.5;
constexpr double kPanShare = 0.1;  // of the viewport, an arrow key

}  // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("imageCanvas"));
  setAccessibleName(tr("Picture"));
  setAccessibleDescription(
      tr("Wheel or plus and minus zoom, drag or arrow keys pan, 0 fits, 1 shows one to one, "
         "L draws a line profile, R a region for statistics."));
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  updateMouseCursor();
}

template <class Change>
void ImageCanvas::changeView(Change change) {
  const ViewPlace before = m_scene.view.place();
  const QRectF seen = m_scene.view.visibleRect();
  change(m_scene.view);
  if (m_scene.view.place() == before && m_scene.view.visibleRect() == seen) return;
  update();
  Q_EMIT placeChanged();
}

void ImageCanvas::pictureChanged() {
  const bool sameShape = m_scene.view.pictureRect().size().toSize() == m_scene.picture.size();
  changeView([&](ViewTransform& view) {
    view.setPictureSize(m_scene.picture.size());
    layOut();
  });
  if (m_scene.cursor && !m_scene.picture.contains(*m_scene.cursor)) m_scene.cursor.reset();
  if (m_scene.picture.empty()) m_scene.profile.reset();
  if (!sameShape) setRegion({});
  update();
}

void ImageCanvas::layOut() {
  m_scene.view.setViewport(layoutCanvas(size(), QFontMetricsF(font(), this), m_scene.picture).viewport);
}

void ImageCanvas::setOverlays(std::vector<PictureOverlay> overlays) {
  m_scene.overlays = std::move(overlays);
  update();
}

void ImageCanvas::setEmptyText(const QString& text) {
  m_scene.emptyText = text;
  update();
}

void ImageCanvas::setCross(std::optional<QPoint> pixel) {
  m_scene.cursor = pixel;
  update();
}

void ImageCanvas::fit() {
  changeView([](ViewTransform& view) { view.fit(); });
}

void ImageCanvas::setVisibleRect(const QRectF& rect) {
  changeView([&](ViewTransform& view) { view.showRect(rect); });
}

void ImageCanvas::setPlace(const ViewPlace& place) {
  changeView([&](ViewTransform& view) { view.setPlace(place); });
}

void ImageCanvas::setMagnification(double devicePixels) {
  changeView([&](ViewTransform& view) {
    ViewPlace place = view.place();
    place.fitted = false;
    place.scale = devicePixels / devicePixelRatioF();
    view.setPlace(place);
  });
}

void ImageCanvas::setProfileMode(bool on) {
  if (m_profileMode == on) return;
  m_profileMode = on;
  updateMouseCursor();
  Q_EMIT profileModeChanged(on);
}

void ImageCanvas::setRegionShape(RegionShape shape) {
  if (shape == m_regionShape) return;
  if (shape != RegionShape::None) setProfileMode(false);
  m_regionShape = shape;
  updateMouseCursor();
  Q_EMIT regionShapeChanged(shape);
  if (m_scene.region.shape == RegionShape::None) return;
  Region region = m_scene.region;
  region.shape = shape;
  setRegion(shape == RegionShape::None ? Region{} : region);
}

void ImageCanvas::setRegion(const Region& region) {
  if (region == m_scene.region) return;
  m_scene.region = region;
  if (region.shape != RegionShape::None) setRegionShape(region.shape);
  update();
  Q_EMIT regionChanged();
}

QImage ImageCanvas::rendered() const {
  const double dpr = devicePixelRatioF();
  QImage image((QSizeF(size()) * dpr).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(dpr);
  image.fill(palette().color(QPalette::Window));
  QPainter painter(&image);
  painter.setFont(font());
  CanvasPainter().paint(painter, size(), m_scene, palette(), dpr, false);
  return image;
}

void ImageCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  m_painter.paint(painter, size(), m_scene, palette(), devicePixelRatioF(), hasFocus());
}

void ImageCanvas::resizeEvent(QResizeEvent*) {
  changeView([&](ViewTransform&) { layOut(); });
}

void ImageCanvas::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) changeView([&](ViewTransform&) { layOut(); });
  QWidget::changeEvent(event);
}

std::optional<QPoint> ImageCanvas::pixelAt(const QPointF& widget) const {
  if (m_scene.picture.empty() || !m_scene.view.viewport().contains(widget)) return std::nullopt;
  const QPointF at = m_scene.view.toImage(widget);
  const QPoint pixel(int(std::floor(at.x() + 0.5)), int(std::floor(at.y() + 0.5)));
  return m_scene.picture.contains(pixel) ? std::optional(pixel) : std::nullopt;
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
  if (m_scene.picture.empty() || event->angleDelta().y() == 0) return event->ignore();
  const double factor = std::pow(kWheelFactor, event->angleDelta().y() / 120.0);
  changeView([&](ViewTransform& view) { view.zoomTo(view.scale() * factor, event->position()); });
  Q_EMIT cursorMoved(pixelAt(event->position()));
  event->accept();
}

void ImageCanvas::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_scene.picture.empty()) return event->ignore();
  m_pressed = m_last = event->position();
  m_drag = m_profileMode ? Drag::Profile : Drag::Undecided;
  if (m_profileMode) {
    const QPointF at = m_scene.view.toImage(m_pressed);
    m_scene.profile = QLineF(at, at);
    update();
  }
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (m_drag == Drag::Undecided && (at - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
    m_drag = m_regionShape != RegionShape::None ? Drag::Region : Drag::Pan;
    if (m_drag == Drag::Pan) setCursor(Qt::ClosedHandCursor);
    m_grip = regionGripAt(m_scene.region, m_scene.view, m_pressed);
    m_regionAtPress = m_scene.region;
    m_regionAtPress.shape = m_regionShape;
  }
  if (m_drag == Drag::Pan) {
    changeView([&](ViewTransform& view) { view.panBy(at - m_last); });
    m_last = at;
  } else if (m_drag == Drag::Profile) {
    m_scene.profile->setP2(m_scene.view.toImage(at));
    update();
  } else if (m_drag == Drag::Region) {
    const ViewTransform& view = m_scene.view;
    const Region region =
        draggedRegion(m_regionAtPress, m_grip, view.toImage(m_pressed), view.toImage(at), view.pictureRect());
    if (!region.bounds.isEmpty()) setRegion(region);
  } else if (m_drag == Drag::None && m_regionShape != RegionShape::None && !m_profileMode) {
    setCursor(regionCursor(regionGripAt(m_scene.region, m_scene.view, at)));
  }
  Q_EMIT cursorMoved(pixelAt(at));
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const Drag ended = m_drag;
  m_drag = Drag::None;
  updateMouseCursor();
  if (ended == Drag::Undecided) {
    if (const auto pixel = pixelAt(event->position())) Q_EMIT clicked(*pixel);
  } else if (ended == Drag::Profile) {
    if (m_scene.profile->length() > 0) Q_EMIT profileDrawn(m_scene.profile->p1(), m_scene.profile->p2());
    else m_scene.profile.reset();
    update();
  }
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !m_profileMode) fit();
}

void ImageCanvas::keyPressEvent(QKeyEvent* event) {
  const QRectF& viewport = m_scene.view.viewport();
  const auto zoomBy = [&](double factor) {
    changeView([&](ViewTransform& view) { view.zoomTo(view.scale() * factor, viewport.center()); });
  };
  const auto pan = [&](double x, double y) {
    changeView([&](ViewTransform& view) {
      view.panBy({-kPanShare * x * viewport.width(), -kPanShare * y * viewport.height()});
    });
  };
  switch (event->key()) {
    case Qt::Key_0: return fit();
    case Qt::Key_1: return setMagnification(1);
    case Qt::Key_2: return setMagnification(2);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(kKeyFactor);
    case Qt::Key_Minus: return zoomBy(1 / kKeyFactor);
    case Qt::Key_Left: return pan(-1, 0);
    case Qt::Key_Right: return pan(1, 0);
    case Qt::Key_Up: return pan(0, -1);
    case Qt::Key_Down: return pan(0, 1);
    case Qt::Key_L: return setProfileMode(!m_profileMode);
    case Qt::Key_R: return setRegionShape(nextRegionShape(m_regionShape));
    case Qt::Key_Escape:
      if (escape()) return;
      break;
    default: break;
  }
  QWidget::keyPressEvent(event);
}

bool ImageCanvas::escape() {
  if (m_profileMode || m_scene.profile) {
    m_scene.profile.reset();
    setProfileMode(false);
  } else if (m_regionShape != RegionShape::None) {
    setRegionShape(RegionShape::None);
  } else {
    return false;
  }
  m_drag = Drag::None;
  update();
  return true;
}

void ImageCanvas::leaveEvent(QEvent*) { Q_EMIT cursorMoved(std::nullopt); }

void ImageCanvas::updateMouseCursor() {
  const bool draws = m_profileMode || m_regionShape != RegionShape::None;
  setCursor(draws ? Qt::CrossCursor : Qt::ArrowCursor);
}

}  // namespace ptycho
