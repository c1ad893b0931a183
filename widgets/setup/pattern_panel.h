#pragma once

#include <QTimer>

#include "widgets/setup/design_state.h"
#include "widgets/setup/section_box.h"

class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace ptycho {

class ImageView;
class NormToggle;

/// The diffraction patterns one by one, zero frequency in the middle. Left and right step by one, with Shift by ten,
/// Home and End go to the ends. Limits are those of the whole series, so that stepping does not flicker.
class PatternPanel : public PanelFrame {
  Q_OBJECT

 public:
  explicit PatternPanel(QWidget* parent = nullptr);

  void setDesign(const DesignPtr& design, const SamplePtr& sample);
  /// The pattern chosen (slider and box follow).
  void setPosition(std::size_t position);
  /// A passing look at another one, while the cursor is on its position; none returns to the chosen one.
  void setHovered(std::optional<std::size_t> position);
  /// The file index of the pattern on view.
  [[nodiscard]] std::size_t shownIndex() const;

 Q_SIGNALS:
  void positionChosen(std::size_t position);

 private:
  void addKey(const QKeySequence& key, int step);
  void step(int by);
  void showPattern();

  ImageView* m_view;
  NormToggle* m_log;
  QToolButton* m_play;
  QSlider* m_slider;
  QSpinBox* m_index;
  QLabel* m_note;
  QTimer m_timer;
  DesignPtr m_design;
  SamplePtr m_sample;
  std::optional<std::size_t> m_hovered;
  float m_brightest = 1;
};

}  // namespace ptycho
