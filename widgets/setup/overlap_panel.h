#pragma once

#include "widgets/setup/design_state.h"

namespace ptycho {

class ReadingTable;

/// Overlap and coverage in numbers, each linear overlap with its D.
class OverlapPanel : public QWidget {
  Q_OBJECT

 public:
  explicit OverlapPanel(QWidget* parent = nullptr);

  void setDesign(const DesignPtr& design);
  void setReference(const DesignPtr& reference);

 Q_SIGNALS:
  void diameterHovered(double diameter_px);

 private:
  ReadingTable* m_overlap;
  ReadingTable* m_coverage;
};

}  // namespace ptycho
