#pragma once

#include <array>
#include <optional>

#include <QPoint>
#include <QWidget>

#include "core/metrics/metrics.h"

class QGridLayout;
class QLabel;

namespace ptycho {

class ImageLink;
class ImageView;
struct PictureMeaning;

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
class ErrorGrid : public QWidget {
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
  void setBlinking(bool on);
  [[nodiscard]] bool blinking() const { return m_blinking; }
  void setControlsVisible(bool visible);
  /// Takes away a line, else leaves a tool of the picture with the keyboard; false when there was nothing to leave.
  bool escape();

  /// Row 0 amplitude, row 1 phase; columns truth (or the other estimate), estimate, error.
  [[nodiscard]] ImageView& view(int row, int column) { return *m_views[static_cast<std::size_t>(3 * row + column)]; }
  [[nodiscard]] QString heading(int row, int column) const {
    return m_headings[static_cast<std::size_t>(3 * row + column)];
  }
  /// The estimate beside the truth, as on the screen; empty without an estimate.
  [[nodiscard]] const AlignedPictures& aligned() const { return m_aligned; }
  /// "Global phase 0.123 rad and mean phase 0.002 rad taken out; no ramp, no shift."
  [[nodiscard]] QString alignmentText() const;

 Q_SIGNALS:
  void cursorMoved(QPoint pixel);
  void lineDrawn(QPointF from, QPointF to);
  void blinkingChanged(bool on);

 private:
  void show();
  void showMiddle();
  void showComplex();
  void takeLine(QPointF from, QPointF to);
  void put(int row, int column, const RealImage& picture, const PictureMeaning& meaning);
  [[nodiscard]] bool comparesMethods() const { return m_mode == Mode::Methods && !m_pictures.other.empty(); }
  [[nodiscard]] RealImage middle(const RealImage& first, const RealImage& estimate) const;

  GridPictures m_pictures;
  AlignedPictures m_aligned;       ///< of the estimate
  AlignedPictures m_otherAligned;  ///< of the other one
  Mode m_mode = Mode::Errors;
  Swipe m_swipe = Swipe::None;
  double m_swipePlace = 0.5;
  bool m_blinking = false;
  bool m_hasLine = false;
  std::array<ImageView*, 6> m_views{};
  std::array<QString, 6> m_headings;
  QGridLayout* m_grid;
  ImageLink* m_link;
  QLabel* m_empty;
};

}  // namespace ptycho
