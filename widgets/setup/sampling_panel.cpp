#include "widgets/setup/sampling_panel.h"

#include "widgets/kit/status/status_colour.h"
#include "widgets/setup/reading_table.h"

namespace ptycho {

SamplingPanel::SamplingPanel(QWidget* parent)
    : QWidget(parent),
      m_sampling(new ReadingTable(this)),
      m_unknowns(new ReadingTable(this)),
      m_probe(new QCheckBox(tr("The probe is unknown too"), this)),
      m_modes(new QSpinBox(this)),
      m_positions(new QCheckBox(tr("The positions are unknown too"), this)),
      m_raster(new QWidget(this)),
      m_rasterText(new QLabel(m_raster)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addWidget(m_sampling);
  column->addWidget(m_unknowns);

  m_probe->setObjectName(QStringLiteral("unknownProbe"));
  m_positions->setObjectName(QStringLiteral("unknownPositions"));
  m_modes->setObjectName(QStringLiteral("unknownModes"));
  m_modes->setRange(1, 64);
  m_modes->setPrefix(tr("modes "));
  m_modes->setEnabled(false);
  m_modes->setToolTip(tr("Modes of the unknown probe"));
  auto* switches = new QGridLayout;
  switches->setVerticalSpacing(3);
  switches->addWidget(m_probe, 0, 0);
  switches->addWidget(m_modes, 0, 1);
  switches->addWidget(m_positions, 1, 0, 1, 2);
  switches->setColumnStretch(2, 1);
  column->addLayout(switches);

  m_raster->setObjectName(QStringLiteral("rasterWarning"));
  m_rasterText->setWordWrap(true);
  m_rasterText->setMinimumWidth(160);
  m_rasterText->setTextFormat(Qt::RichText);
  auto* jitter = new QPushButton(tr("Add jitter"), m_raster);
  jitter->setObjectName(QStringLiteral("addJitter"));
  jitter->setToolTip(tr("Moves every position at random by up to a tenth of the step"));
  auto* spiral = new QPushButton(tr("Use a spiral"), m_raster);
  spiral->setObjectName(QStringLiteral("useSpiral"));
  spiral->setToolTip(tr("Fermat spiral with as many positions and one per step²"));
  auto* warning = new QGridLayout(m_raster);
  warning->setContentsMargins(0, 0, 0, 0);
  warning->addWidget(m_rasterText, 0, 0, 1, 3);
  warning->addWidget(jitter, 1, 0);
  warning->addWidget(spiral, 1, 1);
  warning->setColumnStretch(2, 1);
  column->addWidget(m_raster);
  m_raster->hide();

  connect(jitter, &QPushButton::clicked, this, &SamplingPanel::jitterRequested);
  connect(spiral, &QPushButton::clicked, this, &SamplingPanel::spiralRequested);
  connect(m_sampling, &ReadingTable::diameterHovered, this, &SamplingPanel::diameterHovered);
  connect(m_probe, &QCheckBox::toggled, m_modes, &QWidget::setEnabled);
  connect(m_probe, &QCheckBox::toggled, this, &SamplingPanel::showUnknowns);
  connect(m_positions, &QCheckBox::toggled, this, &SamplingPanel::showUnknowns);
  connect(m_modes, &QSpinBox::valueChanged, this, &SamplingPanel::showUnknowns);
}

UnknownAssumptions SamplingPanel::assumptions() const {
  return {m_probe->isChecked(), m_modes->value(), m_positions->isChecked()};
}

void SamplingPanel::setDesign(const DesignPtr& design) {
  m_design = design;
  m_sampling->setGroup(samplingReadings(*design));
  m_raster->setVisible(design->overlap.exactly_periodic);
  m_rasterText->setText(
      QStringLiteral("<span style='color:%1'>●</span> ").arg(signalColour(Signal::Caution, palette()).name()) +
      tr("The positions are exactly periodic. When the probe is refined too, object and probe can trade a "
         "pattern of this period (raster-grid pathology)."));
  showUnknowns();
}

void SamplingPanel::setReference(const DesignPtr& reference) {
  m_reference = reference;
  m_sampling->setReference(reference ? std::optional(samplingReadings(*reference)) : std::nullopt);
  showUnknowns();
}

void SamplingPanel::showUnknowns() {
  if (!m_design) return;
  m_unknowns->setGroup(unknownReadings(*m_design, assumptions()));
  m_unknowns->setReference(m_reference ? std::optional(unknownReadings(*m_reference, assumptions())) : std::nullopt);
}

Light SamplingPanel::worst() const {
  Light worst = Light::None;
  for (const ReadingTable* table : {m_sampling, m_unknowns}) {
    for (const Reading& reading : table->group().readings) worst = std::max(worst, reading.light);
  }
  return worst;
}

}  // namespace ptycho
