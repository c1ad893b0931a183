#pragma once

#include <array>
#include <optional>

#include "widgets/kit/image/picture_meaning.h"
#include "widgets/kit/image/view_grid.h"
#include "widgets/reconstruct/object_pictures.h"
#include "widgets/reconstruct/shown_phase.h"

namespace ptycho {

/// The object, as it converges and when it is done. With truth: truth, estimate and signed error of amplitude and
/// phase in linked views with shared ranges, the NRMSE in the headings, blinking between truth and estimate (Space).
/// Another attempt can stand in the place of the truth.
/// Without truth: amplitude, phase and the complex object, whose phase can be shown without offset, ramp and jumps.
class ComparisonPanel : public ViewGrid {
  Q_OBJECT

 public:
  explicit ComparisonPanel(QWidget* parent = nullptr);

  /// @param ranges  of a live picture, whose limits must not flicker; null for a finished one
  void setPictures(ObjectPictures pictures, const RangeSpec* ranges = nullptr);
  void clear(const QString& text);
  /// Another attempt in the place of the truth, as compareAttempts() lays them together; nothing: the finished picture
  /// again as it came.
  void setOther(const std::optional<AlignedPictures>& compared, const QString& name);
  [[nodiscard]] const ObjectPictures& pictures() const { return m_pictures; }
  /// For a finished picture without truth: with truth the comparison has aligned the phase already.
  void setPhaseTools(const PhaseTools& tools);
  [[nodiscard]] const PhaseTools& phaseTools() const { return m_tools; }
  /// What is compared with what at the moment.
  [[nodiscard]] const ObjectPictures& onScreen() const { return m_other ? *m_other : m_pictures; }
  /// The estimate's phase as its picture shows it.
  [[nodiscard]] const RealImage& phaseOnScreen() const {
    return m_shown.note.isEmpty() ? onScreen().pictures.phase : m_shown.phase;
  }
  /// What was done to it, as the title says it; empty: nothing.
  [[nodiscard]] const QString& phaseNote() const { return m_shown.note; }
  [[nodiscard]] bool phaseUnwrapped() const { return m_shown.unwrapped; }

 private:
  [[nodiscard]] bool canBlink() const override { return onScreen().hasTruth(); }
  void showBlink() override { showEstimateOrTruth(); }
  void showComparison(bool live);
  [[nodiscard]] DisplayLimits steadyErrorLimits(int row, const RealImage& error, bool live);
  void showEstimateAlone(const RangeSpec* ranges);
  void showEstimateOrTruth();

  ObjectPictures m_pictures;
  std::optional<ObjectPictures> m_other;  ///< m_pictures beside another attempt
  PhaseTools m_tools;
  ShownPhase m_shown;  ///< empty while the phase is shown as it is
  bool m_live = false;
  std::array<double, 2> m_errorLimits{};  ///< of the last live picture; 0: none
};

}  // namespace ptycho
