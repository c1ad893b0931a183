#include "widgets/setup/overlap_panel.h"

#include "widgets/setup/design_readings.h"
#include "widgets/setup/reading_table.h"

namespace ptycho {

OverlapPanel::OverlapPanel(QWidget* parent)
    : QWidget(parent), m_overlap(new ReadingTable(this)), m_coverage(new ReadingTable(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addWidget(m_overlap);
  column->addWidget(m_coverage);
  connect(m_overlap, &ReadingTable::diameterHovered, this, &OverlapPanel::diameterHovered);
}

void OverlapPanel::setDesign(const DesignPtr& design) {
  m_overlap->setGroup(overlapReadings(*design));
  m_coverage->setGroup(coverageReadings(*design));
}

void OverlapPanel::setReference(const DesignPtr& reference) {
  m_overlap->setReference(reference ? std::optional(overlapReadings(*reference)) : std::nullopt);
  m_coverage->setReference(reference ? std::optional(coverageReadings(*reference)) : std::nullopt);
}

}  // namespace ptycho
