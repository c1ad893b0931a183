#pragma once

#include "widgets/setup/design_readings.h"
#include "widgets/setup/design_state.h"

namespace ptycho {

class NumberBox;
class ReadingTable;

/// Probe in its window, dose and dynamic range, geometry. The dose can be typed per pattern, per area or in gray;
/// typing one updates the others.
class BeamPanel : public QWidget {
  Q_OBJECT

 public:
  explicit BeamPanel(QWidget* parent = nullptr);

  /// @param sample  null while it is being made
  void setDesign(const DesignPtr& design, const SamplePtr& sample);
  void setReference(const DesignPtr& reference, const SamplePtr& sample);
  [[nodiscard]] Light worst() const;

 Q_SIGNALS:
  void diameterHovered(double diameter_px);
  void photonsEdited(double photonsPerPattern);

 private:
  void makeDoseForm();
  void showDose();

  ReadingTable* m_probe;
  ReadingTable* m_dose;
  ReadingTable* m_geometry;
  QWidget* m_doseForm;
  NumberBox* m_perPattern;
  NumberBox* m_perArea;
  NumberBox* m_gray;
  NumberBox* m_attenuation;
  NumberBox* m_exposure;
  NumberBox* m_overhead;
  BeamAssumptions m_beam;
  DesignPtr m_design;
  SamplePtr m_sample;
  DesignPtr m_reference;
  SamplePtr m_referenceSample;
};

}  // namespace ptycho
