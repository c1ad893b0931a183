#pragma once

#include <memory>

#include <QString>
#include <QSurfaceFormat>
#include <QWidget>

#include "core/base/image.h"

namespace ptycho {

/// What a surface shows; labels and units of its axes follow from it.
struct SurfaceMeaning {
  QString quantity;    ///< of the height: "|P|"
  QString unit;        ///< of the height; empty for none
  double pixel_m = 0;  ///< side of a pixel; 0: the axes count pixels
};

/// The OpenGL that SurfaceView needs (3.2 core). Give it to QSurfaceFormat::setDefaultFormat() before the
/// QApplication is made, so that every context of the program can share.
[[nodiscard]] QSurfaceFormat surfaceViewFormat();

/// A picture as a height field: |P| up, its phase as colour of constant lightness (so that light and shade tell the
/// shape), or a real picture with height and colour from its values. Drag turns, wheel zooms, right or shift drag
/// pans, double click restores the view. Pictures above 256 px a side are drawn from every k-th sample.
/// Where there is no OpenGL 3.2 a sentence says so instead.
class SurfaceView : public QWidget {
  Q_OBJECT

 public:
  explicit SurfaceView(QWidget* parent = nullptr);
  ~SurfaceView() override;

  void setComplexSurface(const ComplexImage& field, const SurfaceMeaning& meaning);
  void setRealSurface(const RealImage& values, const SurfaceMeaning& meaning);
  void clear();
  void setEmptyText(const QString& text);
  /// False: no OpenGL here, the view only says so.
  [[nodiscard]] bool canDraw() const;
  /// The sentence shown instead of a surface; empty while a surface is shown.
  [[nodiscard]] QString message() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 private:
  struct Private;
  void showMessage(const QString& text);
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
