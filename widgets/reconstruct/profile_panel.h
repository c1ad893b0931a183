#pragma once

#include <QPoint>
#include <QWidget>

#include "core/base/image.h"

class QButtonGroup;

namespace ptycho {

class CurvePlot;

/// Amplitude and phase of truth and estimate along the row or column through the cursor.
class ProfilePanel : public QWidget {
  Q_OBJECT

 public:
  explicit ProfilePanel(QWidget* parent = nullptr);

  /// Truth may be empty; all others have one shape.
  void setPictures(const RealImage& amplitude, const RealImage& phase, const RealImage& truthAmplitude,
                   const RealImage& truthPhase, double pixel_m);
  void clear();
  void setPixel(QPoint pixel);
  [[nodiscard]] CurvePlot& amplitudePlot() { return *m_amplitudePlot; }
  [[nodiscard]] CurvePlot& phasePlot() { return *m_phasePlot; }

 private:
  void draw();
  [[nodiscard]] std::vector<double> line(const RealImage& image) const;

  RealImage m_amplitude, m_phase, m_truthAmplitude, m_truthPhase;
  double m_pixel_m = 0;
  QPoint m_pixel{-1, -1};
  bool m_alongRow = true;
  CurvePlot* m_amplitudePlot;
  CurvePlot* m_phasePlot;
  QButtonGroup* m_direction;
};

}  // namespace ptycho
