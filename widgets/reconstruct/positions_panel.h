#pragma once

#include <memory>

#include <QWidget>

#include "core/reconstruct/position_drift.h"
#include "core/store/result_file.h"

class QCheckBox;
class QLabel;
class QSlider;
class QStackedLayout;

namespace ptycho {

class CurvePlot;
class VectorPlot;

/// How far refined positions are from the given ones: a map of displacements drawn larger than they are, row and
/// column displacement from position to position, and the numbers of the drift. Hovering a place in the map names it;
/// a click keeps it.
class PositionsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit PositionsPanel(QWidget* parent = nullptr);

  void setResult(const std::shared_ptr<const ResultRecord>& result);
  void clear();

  /// Why there is nothing to see; empty when there is.
  [[nodiscard]] QString emptyText() const;
  [[nodiscard]] const PositionDrift& drift() const { return m_drift; }
  /// rms, largest, at the bound, common shift, affine fit; in words.
  [[nodiscard]] QString numbersText() const;
  /// "position 12: row +0.31, column −0.72, 0.78 px"; empty without one.
  [[nodiscard]] QString namedText() const;
  [[nodiscard]] VectorPlot& map() { return *m_map; }
  [[nodiscard]] CurvePlot& curves() { return *m_curves; }

 private:
  QWidget* buildSide();
  void showNothing(const QString& why);
  void showDrift();
  void showNumbers();
  void name(int index);
  void choose(int index);
  void setMagnification(double factor);

  PositionDrift m_drift;
  double m_bound_px = 0;
  int m_chosen = -1;
  VectorPlot* m_map;
  CurvePlot* m_curves;
  QLabel* m_numbers;
  QLabel* m_named;
  QLabel* m_factor;
  QSlider* m_slider;
  QCheckBox* m_automatic;
  QLabel* m_empty;
  QStackedLayout* m_pages;
};

}  // namespace ptycho
