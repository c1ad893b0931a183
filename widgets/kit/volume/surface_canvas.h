#pragma once

#include <memory>

#include <QOpenGLWidget>

#include "widgets/kit/volume/surface_scene.h"

namespace ptycho {

/// The OpenGL surface in which the scene is drawn. Rendering happens in paintGL() alone, in Qt's context and into
/// Qt's framebuffer; the texts of the axes are painted over it by Qt, in the program's own font.
class SurfaceCanvas : public QOpenGLWidget {
  Q_OBJECT

 public:
  explicit SurfaceCanvas(QWidget* parent = nullptr);
  ~SurfaceCanvas() override;

  void setMesh(SurfaceMesh mesh, const SurfaceAxes& axes);

 protected:
  void initializeGL() override;
  void paintGL() override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  class Overlay;
  void releaseContext();

  std::unique_ptr<SurfaceScene> m_scene;
  Overlay* m_overlay;
  QPointF m_lastPoint;
};

}  // namespace ptycho
