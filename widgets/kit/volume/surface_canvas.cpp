#include "widgets/kit/volume/surface_canvas.h"

#include <cmath>

#include <QOpenGLContext>

namespace ptycho {

namespace {
constexpr double kTurnPerPixel = 0.4;    // degrees
constexpr double kZoomPerUnit = 1.0015;  // a wheel notch is 120 units
}  // namespace

/// Paints the texts of the axes over the picture; takes no mouse.
class SurfaceCanvas::Overlay : public QWidget {
 public:
  Overlay(SurfaceScene& scene, QWidget* parent) : QWidget(parent), m_scene(scene) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    painter.setFont(small);
    painter.setPen(palette().color(QPalette::WindowText));
    const QFontMetrics metrics(small);
    for (const AxisLabel& label : m_scene.labels(size())) {
      QRectF box = metrics.boundingRect(label.text);
      // The nearest point of the text keeps a gap from the tick, whatever the direction.
      const double gap = label.title ? 2 : 4;
      const QPointF centre =
          label.at + QPointF(label.away.x() * (gap + box.width() / 2), label.away.y() * (gap + box.height() / 2));
      box.moveCenter(centre);
      painter.drawText(box.adjusted(-4, -4, 4, 4), Qt::AlignCenter, label.text);
    }
  }

 private:
  SurfaceScene& m_scene;
};

SurfaceCanvas::SurfaceCanvas(QWidget* parent)
    : QOpenGLWidget(parent), m_scene(std::make_unique<SurfaceScene>()), m_overlay(new Overlay(*m_scene, this)) {
  setToolTip(tr("Drag turns, wheel zooms, right or shift drag pans, double click restores the view"));
}

SurfaceCanvas::~SurfaceCanvas() {
  // The context outlives this destructor by a moment, the scene does not.
  if (context()) disconnect(context(), nullptr, this, nullptr);
  releaseContext();
  delete m_overlay;
}

void SurfaceCanvas::releaseContext() {
  if (!context()) return;
  makeCurrent();
  m_scene->contextGoing();
  doneCurrent();
}

void SurfaceCanvas::initializeGL() {
  // A widget that moves to another window gets a new context: VTK's objects of the old one go with it.
  connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &SurfaceCanvas::releaseContext, Qt::DirectConnection);
  m_scene->contextMade();
}

void SurfaceCanvas::setMesh(SurfaceMesh mesh, const SurfaceAxes& axes) {
  m_scene->setMesh(std::move(mesh), axes);
  update();
}

void SurfaceCanvas::paintGL() {
  m_scene->setColours(palette().color(QPalette::Window), palette().color(QPalette::WindowText));
  m_scene->render((QSizeF(size()) * devicePixelRatioF()).toSize());
}

void SurfaceCanvas::resizeEvent(QResizeEvent* event) {
  QOpenGLWidget::resizeEvent(event);
  m_overlay->setGeometry(rect());
  m_scene->fitTo(size());
}

void SurfaceCanvas::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) update();
  QOpenGLWidget::changeEvent(event);
}

void SurfaceCanvas::mousePressEvent(QMouseEvent* event) { m_lastPoint = event->position(); }

void SurfaceCanvas::mouseMoveEvent(QMouseEvent* event) {
  const QPointF moved = event->position() - m_lastPoint;
  m_lastPoint = event->position();
  if (event->buttons().testFlag(Qt::RightButton) || event->modifiers().testFlag(Qt::ShiftModifier)) {
    m_scene->pan(moved.x() / std::max(1, height()), -moved.y() / std::max(1, height()));
  } else {
    m_scene->turn(-kTurnPerPixel * moved.x(), kTurnPerPixel * moved.y());
  }
  update();
}

void SurfaceCanvas::mouseDoubleClickEvent(QMouseEvent*) {
  m_scene->restoreView();
  update();
}

void SurfaceCanvas::wheelEvent(QWheelEvent* event) {
  m_scene->zoom(std::pow(kZoomPerUnit, event->angleDelta().y()));
  event->accept();
  update();
}

}  // namespace ptycho
