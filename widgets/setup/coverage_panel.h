#pragma once

#include "widgets/setup/design_state.h"
#include "widgets/setup/section_box.h"

class QComboBox;
class QLabel;

namespace ptycho {

class ImageView;
class NormToggle;

/// Where the light went: the coverage map Σ|P|², linear or logarithmic, the redundancy map and the dose map.
class CoveragePanel : public PanelFrame {
  Q_OBJECT

 public:
  explicit CoveragePanel(QWidget* parent = nullptr);

  void setDesign(const DesignPtr& design);
  void setShownPosition(std::size_t position);

 Q_SIGNALS:
  void positionClicked(std::size_t position);

 private:
  void showPicture();
  void showMarks();

  ImageView* m_view;
  QComboBox* m_quantity;
  NormToggle* m_log;
  QLabel* m_note;
  DesignPtr m_design;
  std::size_t m_shown = 0;
};

}  // namespace ptycho
