#include "widgets/setup/beam_panel.h"

#include <cmath>

#include "widgets/kit/form/number_box.h"
#include "widgets/setup/reading_table.h"

namespace ptycho {

BeamPanel::BeamPanel(QWidget* parent)
    : QWidget(parent),
      m_probe(new ReadingTable(this)),
      m_dose(new ReadingTable(this)),
      m_geometry(new ReadingTable(this)),
      m_doseForm(new QWidget(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addWidget(m_probe);
  column->addWidget(m_dose);
  makeDoseForm();
  column->addWidget(m_doseForm);
  column->addWidget(m_geometry);
  column->addStretch(1);
  connect(m_probe, &ReadingTable::diameterHovered, this, &BeamPanel::diameterHovered);
}

void BeamPanel::makeDoseForm() {
  auto* grid = new QGridLayout(m_doseForm);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(3);
  grid->setColumnStretch(1, 1);
  const auto add = [&](const QString& name, const QString& label, const QString& unit, double largest,
                       const QString& help) {
    auto* box = new NumberBox(false, 0, largest, m_doseForm);
    box->setObjectName(name);
    box->setUnit(unit);
    box->setSignificantDigits(5);
    box->setToolTip(help);
    auto* text = new QLabel(label, m_doseForm);
    text->setToolTip(help);
    const int row = grid->rowCount();
    grid->addWidget(text, row, 0);
    grid->addWidget(box, row, 1);
    return box;
  };
  m_perPattern = add(QStringLiteral("dosePerPattern"), tr("Dose per pattern N"), {}, 1e15,
                     tr("Photons or electrons in a pattern; 0 = noise-free"));
  m_perArea = add(QStringLiteral("dosePerArea"), tr("Dose per area N/step²"), tr("/nm²"), 1e18,
                  tr("N/step²: what the sample gets per area"));
  m_gray = add(QStringLiteral("doseGray"), tr("Absorbed dose"), tr("Gy"), 1e24,
               tr("Dose = fluence · photon energy · mass energy absorption coefficient"));
  m_attenuation = add(QStringLiteral("attenuation"), tr("Absorption μₑₙ/ρ"), tr("cm²/g"), 1e6,
                      tr("Mass energy absorption coefficient of the sample; water at 8 keV has about 10 cm²/g"));
  m_exposure = add(QStringLiteral("exposure"), tr("Exposure per pattern"), tr("s"), 1e6, tr("Of one pattern"));
  m_overhead = add(QStringLiteral("overhead"), tr("Overhead per position"), tr("s"), 1e6,
                   tr("Motion and read-out per position"));
  m_attenuation->setValue(m_beam.attenuation_cm2_g);
  m_exposure->setMinimum(1e-9);
  m_exposure->setValue(m_beam.exposure_s);
  m_overhead->setValue(m_beam.overhead_s);

  connect(m_perPattern, &QDoubleSpinBox::valueChanged, this, &BeamPanel::photonsEdited);
  connect(m_perArea, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    if (m_design) Q_EMIT photonsEdited(value / dosePerPhoton(*m_design, m_beam).per_area);
  });
  connect(m_gray, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    if (m_design) Q_EMIT photonsEdited(value / dosePerPhoton(*m_design, m_beam).gray);
  });
  const auto assume = [this](NumberBox* box, double BeamAssumptions::*member) {
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, member](double value) {
      m_beam.*member = value;
      showDose();
    });
  };
  assume(m_attenuation, &BeamAssumptions::attenuation_cm2_g);
  assume(m_exposure, &BeamAssumptions::exposure_s);
  assume(m_overhead, &BeamAssumptions::overhead_s);
}

void BeamPanel::setDesign(const DesignPtr& design, const SamplePtr& sample) {
  m_design = design;
  m_sample = sample;
  m_probe->setGroup(probeReadings(*design));
  m_geometry->setGroup(geometryReadings(*design));
  showDose();
}

void BeamPanel::setReference(const DesignPtr& reference, const SamplePtr& sample) {
  m_reference = reference;
  m_referenceSample = sample;
  m_probe->setReference(reference ? std::optional(probeReadings(*reference)) : std::nullopt);
  m_geometry->setReference(reference ? std::optional(geometryReadings(*reference)) : std::nullopt);
  showDose();
}

void BeamPanel::showDose() {
  if (!m_design) return;
  m_dose->setGroup(doseReadings(*m_design, m_sample.get(), m_beam));
  m_dose->setReference(m_reference ? std::optional(doseReadings(*m_reference, m_referenceSample.get(), m_beam))
                                   : std::nullopt);
  const Dose dose = doseOf(*m_design, m_beam, m_design->spec.detector.photons_per_pattern);
  const bool electrons = m_design->geometry.radiation == Radiation::Electrons;
  m_perArea->setUnit(electrons ? tr("e/Å²") : tr("/nm²"));
  const std::pair<NumberBox*, double> boxes[] = {
      {m_perPattern, dose.per_pattern}, {m_perArea, dose.per_area}, {m_gray, dose.gray}};
  for (const auto& [box, value] : boxes) {
    box->setEnabled(std::isfinite(value));
    // The box that is being typed into keeps its text.
    if (box->hasFocus() && value > 0 && std::abs(box->value() - value) <= 1e-6 * value) continue;
    const QSignalBlocker quiet(box);
    box->setValue(std::isfinite(value) ? value : 0);
  }
  m_attenuation->setEnabled(!electrons);
}

Light BeamPanel::worst() const {
  Light worst = Light::None;
  for (const ReadingTable* table : {m_probe, m_dose, m_geometry}) {
    for (const Reading& reading : table->group().readings) worst = std::max(worst, reading.light);
  }
  return worst;
}

}  // namespace ptycho
