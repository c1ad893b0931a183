#pragma once

#include <array>

#include "widgets/kit/image/picture_meaning.h"
#include "widgets/kit/image/view_grid.h"
#include "widgets/reconstruct/object_pictures.h"
#include "widgets/reconstruct/shown_phase.h"

namespace ptycho {

/// The object, as it converges and when it is done. With truth: truth, estimate and signed error of amplitude and
/// phase in linked views with shared ranges, the NRMSE in the headings, blinking between truth and estimate (Space).
/// Without truth: amplitude, phase and the complex object, whose phase can be shown without offset, ramp and jumps.
class ComparisonPanel : public ViewGrid {
  Q_OBJECT

 public:
  explicit ComparisonPanel(QWidget* parent = nullptr);

  /// @param ranges  of a live picture, whose limits must not flicker; null for a finished one
  void setPictures(ObjectPictures pictures, const RangeSpec* ranges = nullptr);
  void clear(const QString& text);
  [[nodiscard]] const ObjectPictures& pictures() const { return m_pictures; }
  /// For a finished picture without truth: with truth the comparison has aligned the phase already.
  void setPhaseTools(const PhaseTools& tools);
  [[nodiscard]] const PhaseTools& phaseTools() const { return m_tools; }
  /// The estimate's phase as its picture shows it.
  [[nodiscard]] const RealImage& phaseOnScreen() const {
    return m_shown.note.isEmpty() ? m_pictures.pictures.phase : m_shown.phase;
  }
  /// What was done to it, as the title says it; empty: nothing.
  [[nodiscard]] const QString& phaseNote() const { return m_shown.note; }
  [[nodiscard]] bool phaseUnwrapped() const { return m_shown.unwrapped; }

 private:
  [[nodiscard]] bool canBlink() const override { return m_pictures.hasTruth(); }
  void showBlink() override { showEstimateOrTruth(); }
  void showComparison(bool live);
  [[nodiscard]] DisplayLimits steadyErrorLimits(int row, const RealImage& error, bool live);
  void showEstimateAlone(const RangeSpec* ranges);
  void showEstimateOrTruth();

  ObjectPictures m_pictures;
  PhaseTools m_tools;
  ShownPhase m_shown;  ///< empty while the phase is shown as it is
  bool m_live = false;
  std::array<double, 2> m_errorLimits{};  ///< of the last live picture; 0: none
};

}  // namespace ptycho
