#pragma once

#include "widgets/setup/design_readings.h"
#include "widgets/setup/design_state.h"

class QCheckBox;
class QFrame;
class QLabel;
class QSpinBox;

namespace ptycho {

class ReadingTable;

/// Whether the design can work: sampling with traffic lights, unknowns against measurements, and the warning about
/// exactly periodic positions with what to do about it.
class SamplingPanel : public QWidget {
  Q_OBJECT

 public:
  explicit SamplingPanel(QWidget* parent = nullptr);

  void setDesign(const DesignPtr& design);
  void setReference(const DesignPtr& reference);
  /// The worst light of all numbers here.
  [[nodiscard]] Light worst() const;

 Q_SIGNALS:
  void diameterHovered(double diameter_px);
  void jitterRequested();
  void spiralRequested();

 private:
  void showUnknowns();
  [[nodiscard]] UnknownAssumptions assumptions() const;

  ReadingTable* m_sampling;
  ReadingTable* m_unknowns;
  QCheckBox* m_probe;
  QSpinBox* m_modes;
  QCheckBox* m_positions;
  QWidget* m_raster;
  QLabel* m_rasterText;
  DesignPtr m_design;
  DesignPtr m_reference;
};

}  // namespace ptycho
