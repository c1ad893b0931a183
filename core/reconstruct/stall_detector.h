#pragma once

#include <array>

#include "core/reconstruct/stage_spec.h"
#include "core/reconstruct/state_archive.h"

namespace ptycho {

/// Finds out that a stage makes no progress any more.
///
/// The residual is looked at every max(1, patience/8) iterations (a measurement costs about half an iteration),
/// whatever is recorded, so that the outcome does not depend on what is recorded. Projections oscillate; therefore the value
/// that counts is the median of the last three measurements (of two, the larger), and it is compared with the smallest
/// one so far: progress is a fall below (1 − tolerance) times that reference, which then becomes the new reference, so
/// that many small falls add up. The stage stalls
///   - when no progress was made for `patience` iterations; values that are not finite are none, or
///   - when the object does not change any more in single precision (χ ≤ 2⁻²³).
class StallDetector {
 public:
  explicit StallDetector(const StageSpec& stage);

  [[nodiscard]] bool active() const { return m_patience > 0; }
  /// Whether look() wants the residual of this iteration.
  /// @param iteration  1-based within the stage
  [[nodiscard]] bool wantsResidual(int iteration) const;
  /// @return true when the stage has stalled
  [[nodiscard]] bool look(int iteration, double residual);
  /// @param update  χ of an iteration
  [[nodiscard]] bool standsStill(double update) const;
  /// Everything is forgotten; patience counts from this iteration on.
  void restart(int iteration);

  void exchange(StateArchive& archive);

 private:
  [[nodiscard]] double typical() const;

  int m_patience;
  int m_interval;
  double m_tolerance;
  double m_reference;
  std::array<double, 3> m_last{};  ///< measurements, the newest first
  int m_measured = 0;              ///< how many of them there are
  int m_begin = 0;                 ///< iteration after which the detector started
  int m_progressAt = 0;
};

}  // namespace ptycho
