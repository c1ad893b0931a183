#pragma once

#include <optional>

#include "widgets/setup/design_state.h"
#include "widgets/setup/scan_overlays.h"
#include "widgets/setup/section_box.h"

class QButtonGroup;
class QComboBox;

namespace ptycho {

class ImageView;

/// The object with the scan over it.
class ScanPanel : public PanelFrame {
  Q_OBJECT

 public:
  explicit ScanPanel(QWidget* parent = nullptr);

  void setDesign(const DesignPtr& design, const SamplePtr& sample);
  /// The position in focus: its window and the probe's outline are drawn.
  void setShownPosition(std::size_t position);
  /// A circle of this diameter about the shown position and its neighbour; 0 = none.
  void setDiameter(double diameter_px);

 Q_SIGNALS:
  /// The cursor is on a position, or on none any more.
  void positionHovered(std::optional<std::size_t> position);
  void positionClicked(std::size_t position);

 private:
  void addMark(const QString& name, const QString& text, const QString& help, bool ScanMarks::*mark);
  void showPicture();
  void showMarks();

  ImageView* m_view;
  QComboBox* m_quantity;
  class QLabel* m_legend;
  class QHBoxLayout* m_markRow = nullptr;
  DesignPtr m_design;
  SamplePtr m_sample;
  ScanMarks m_marks;
};

}  // namespace ptycho
