#pragma once

#include <memory>
#include <vector>

#include <QColor>
#include <QSize>

#include "widgets/kit/volume/axis_ticks.h"
#include "widgets/kit/volume/surface_mesh.h"

namespace ptycho {

/// Titles and ranges of the three axes; the range of the height is the mesh's.
struct SurfaceAxes {
  QString across;          ///< "x (µm)"
  QString down;            ///< "y (µm)"
  QString up;              ///< "|P|"
  double half_width = 1;   ///< the surface spans −half … half on x
  double half_height = 1;  ///< … and on y
};

/// Camera, surface and axes, drawn by VTK into whatever framebuffer is bound in the current context.
/// The only place that sees VTK.
class SurfaceScene {
 public:
  SurfaceScene();
  ~SurfaceScene();

  void setMesh(SurfaceMesh mesh, const SurfaceAxes& axes);
  void setColours(const QColor& ground, const QColor& ink);

  /// Widens the view where the widget is narrow, so that the whole width stays inside.
  void fitTo(const QSize& size);

  /// These three want the context to be current.
  void contextMade();
  void contextGoing();
  /// @param size  of the framebuffer, device pixels
  void render(const QSize& size);

  /// Turntable: the height stays upright, and the eye goes neither over the top nor far below the ground.
  void turn(double right_deg, double up_deg);
  /// @param share  of the view's height
  void pan(double right_share, double up_share);
  void zoom(double factor);
  void restoreView();

  /// Texts for the axes as the camera stands, in a widget of this size.
  [[nodiscard]] std::vector<AxisLabel> labels(const QSize& size) const;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
