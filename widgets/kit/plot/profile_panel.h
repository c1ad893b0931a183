#pragma once

#include <optional>

#include <QPoint>
#include <QWidget>

#include "core/base/image.h"
#include "widgets/kit/plot/line_profile.h"

class QButtonGroup;
class QSpinBox;
class QToolButton;

namespace ptycho {

class CurvePlot;

/// Amplitude and phase of truth and estimate along the row or column through the cursor, or along a line drawn over a
/// picture, averaged across it. The numbers go to the clipboard as CSV.
class ProfilePanel : public QWidget {
  Q_OBJECT

 public:
  enum class Direction { Row, Column, Line };

  explicit ProfilePanel(QWidget* parent = nullptr);

  /// Truth may be empty; all others have one shape. A drawn line stays while the shape does.
  void setPictures(const RealImage& amplitude, const RealImage& phase, const RealImage& truthAmplitude,
                   const RealImage& truthPhase, double pixel_m);
  /// @param note       what was done to the phase, for the plot's title
  /// @param unwrapped  it has no jumps of 2π: averaged as numbers, not as angles
  void setPhaseNote(const QString& note, bool unwrapped);
  /// What stands in the place of the truth; empty: the truth.
  void setOtherName(const QString& name) { m_otherName = name; }
  void clear();
  void setPixel(QPoint pixel);
  /// Image coordinates: x = column, y = row.
  void setLine(QPointF from, QPointF to);
  void setDirection(Direction direction);
  [[nodiscard]] Direction direction() const { return m_along; }
  /// distance_m (distance_px when the pixel size is unknown), amplitude, phase_rad and, with truth, its two columns.
  [[nodiscard]] QString csv() const;
  [[nodiscard]] CurvePlot& amplitudePlot() { return *m_amplitudePlot; }
  [[nodiscard]] CurvePlot& phasePlot() { return *m_phasePlot; }

 private:
  void build();
  void draw();
  void drawPlot(CurvePlot* plot, const RealImage& estimate, const RealImage& truth, const QString& quantity);
  [[nodiscard]] ProfileLine line() const;
  [[nodiscard]] std::vector<double> values(const RealImage& image) const;
  [[nodiscard]] QString place() const;

  RealImage m_amplitude, m_phase, m_truthAmplitude, m_truthPhase;
  double m_pixel_m = 0;
  QPoint m_pixel{-1, -1};
  std::optional<ProfileLine> m_drawn;
  Direction m_along = Direction::Row;
  bool m_unwrapped = false;
  QString m_otherName;
  CurvePlot* m_amplitudePlot;
  CurvePlot* m_phasePlot;
  QButtonGroup* m_direction;
  QSpinBox* m_width;
  QToolButton* m_copy;
};

}  // namespace ptycho
