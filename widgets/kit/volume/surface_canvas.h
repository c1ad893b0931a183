#pragma once

#include <memory>

#include <QOpenGLWidget>
#include <QString>

#include "widgets/kit/volume/surface_mesh.h"

namespace ptycho {

/// Titles and ranges of the three axes.
struct SurfaceAxes {
  QString across;       ///< "x (µm)"
  QString down;         ///< "y (µm)"
  QString up;           ///< "|P|"
  double half_width = 1;   ///< the grid spans −half … half on x
  double half_height = 1;  ///< … and on y
};

/// The OpenGL surface in which VTK draws. Rendering happens in paintGL() alone, in Qt's context and into Qt's
/// framebuffer: VTK owns no context, and its cached state is pushed, reset and popped around each picture.
class SurfaceCanvas : public QOpenGLWidget {
  Q_OBJECT

 public:
  explicit SurfaceCanvas(QWidget* parent = nullptr);
  ~SurfaceCanvas() override;

  void setMesh(SurfaceMesh mesh, const SurfaceAxes& axes);

 protected:
  void initializeGL() override;
  void paintGL() override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  struct Scene;
  void releaseScene();
  std::unique_ptr<Scene> m_scene;
  QPointF m_lastPoint;
};

}  // namespace ptycho
