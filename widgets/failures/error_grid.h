#pragma once

#include "core/metrics/metrics.h"
#include "widgets/kit/image/view_grid.h"

namespace ptycho {

/// What is compared: truth, an estimate and perhaps another one.
struct GridPictures {
  ComplexImage truth;
  ComplexImage estimate;  ///< empty: there is none
  ComplexImage other;     ///< empty: there is none
  QString estimate_name;
  QString other_name;
  double pixel_m = 0;
};

/// Amplitude above, phase below; truth, estimate and signed error, or two estimates and their difference, or the
/// complex objects. Truth and estimates share one range, the error's is symmetric about 0. Views are linked and keep
/// their place from one image to the next. Space blinks the middle column; a swipe line divides it.
class ErrorGrid : public ViewGrid {
  Q_OBJECT

 public:
  enum class Mode { Errors, Methods, Complex };
  enum class Swipe { None, Upright, Level };

  explicit ErrorGrid(QWidget* parent = nullptr);

  void setPictures(GridPictures pictures);
  void clear(const QString& text);
  [[nodiscard]] bool empty() const { return m_pictures.truth.empty(); }
  [[nodiscard]] bool hasEstimate() const { return !m_pictures.estimate.empty(); }
  /// Methods needs another estimate; without one the errors are shown.
  void setMode(Mode mode);
  [[nodiscard]] Mode mode() const { return m_mode; }
  void setSwipe(Swipe swipe);
  /// Where the swipe line is, 0 … 1: before it the first column's picture, behind it the estimate.
  void setSwipePlace(double place);
  /// Takes away a line, else leaves a tool of the picture with the keyboard; false when there was nothing to leave.
  bool escape();

  /// The estimate beside the truth, as on the screen; empty without an estimate.
  [[nodiscard]] const AlignedPictures& aligned() const { return m_aligned; }
  /// "Global phase 0.123 rad and mean phase 0.002 rad taken out; no ramp, no shift."
  [[nodiscard]] QString alignmentText() const;

 private:
  [[nodiscard]] bool canBlink() const override { return hasEstimate(); }
  void showBlink() override { showMiddle(); }
  /// The line is drawn over all pictures, and stays there for the next image.
  void takeLine(QPointF from, QPointF to) override;
  void show();
  void showMiddle();
  void showComplex();
  [[nodiscard]] bool comparesMethods() const { return m_mode == Mode::Methods && !m_pictures.other.empty(); }
  [[nodiscard]] RealImage middle(const RealImage& first, const RealImage& estimate) const;

  GridPictures m_pictures;
  AlignedPictures m_aligned;       ///< of the estimate
  AlignedPictures m_otherAligned;  ///< of the other one
  Mode m_mode = Mode::Errors;
  Swipe m_swipe = Swipe::None;
  double m_swipePlace = 0.5;
  bool m_hasLine = false;
};

}  // namespace ptycho
