#pragma once

#include <QWidget>

#include "widgets/setup/evaluate_design.h"

namespace ptycho {

/// How far the probe can be followed along the beam.
struct FocusRange {
  double limit_m = 0;  ///< N·Δx²/λ: beyond, the propagator's transfer function is aliased
  double waist_m = 0;  ///< where the beam is narrowest, downstream > 0; NaN when not known
  double reach_m = 0;  ///< end of the slider on both sides
};
/// Gaussian: z = −R/(1 + (λR/πw²)²) with 1/R from the curvature and w = √2·σ (Saleh & Teich, Fundamentals of Photonics,
/// §3.1); zone plate: its focus; disk: the centre of curvature; from a file: not known.
[[nodiscard]] FocusRange focusRange(const DesignResults& design);

/// A slider over ±z: the aliased zone is hatched, the waist marked (with an arrow when it is off the end).
class FocusStrip : public QWidget {
  Q_OBJECT

 public:
  explicit FocusStrip(QWidget* parent = nullptr);

  void setRange(const FocusRange& range);
  /// Shows a distance without emitting.
  void setDistance(double z_m);
  [[nodiscard]] double distance() const { return m_z; }
  [[nodiscard]] QSize sizeHint() const override { return {260, 40}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 40}; }

 Q_SIGNALS:
  void distanceChanged(double z_m);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] double toX(double z_m) const;
  void choose(double z_m);

  FocusRange m_range;
  double m_z = 0;
};

}  // namespace ptycho
