#pragma once

#include <QString>

#include "widgets/kit/raster/display_style.h"

namespace ptycho {

/// A norm with its limits: takes values to places on the colour bar, 0 (low) to 1 (high), and back.
///   linear  p = (v − low) / (high − low)                     gamma  p = linear^(1/2.2)
///   √       p = (√v − √low) / (√high − √low), v ≥ 0          log    the same with ln v, v > 0
///   asinh   the same with asinh(v / s), s = max(|low|, |high|) / 1000, any sign
/// Periodic (wrapped phase; linear only): high = low + 2π, p = frac((v − low) / 2π).
class ValueScale {
 public:
  ValueScale() = default;
  /// Limits that the norm cannot have are moved: low < high always, low > 0 for log, low ≥ 0 for √.
  ValueScale(Norm norm, double low, double high, bool periodic = false);

  /// In [0, 1]; values outside the limits are clamped (or wrapped when periodic), NaN gives 0.
  [[nodiscard]] double place(double value) const;
  [[nodiscard]] double value(double place) const;
  /// The place without clamping, for histogram strips and ticks.
  [[nodiscard]] double unclampedPlace(double value) const;

  [[nodiscard]] Norm norm() const { return m_norm; }
  [[nodiscard]] double low() const { return m_low; }
  [[nodiscard]] double high() const { return m_high; }
  [[nodiscard]] bool periodic() const { return m_periodic; }
  bool operator==(const ValueScale&) const = default;

 private:
  [[nodiscard]] double bent(double value) const;
  [[nodiscard]] double straight(double bentValue) const;

  Norm m_norm = Norm::Linear;
  double m_low = 0;
  double m_high = 1;
  bool m_periodic = false;
  double m_softening = 1;
  double m_bentLow = 0;
  double m_perBent = 1;
};

/// "linear", "√", "log", "asinh", "gamma" for lists.
[[nodiscard]] QString normName(Norm norm);

}  // namespace ptycho
