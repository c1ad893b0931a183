#pragma once

#include <optional>

#include "core/reconstruct/range.h"
#include "core/reconstruct/stage_spec.h"
#include "core/reconstruct/total_variation.h"

namespace ptycho {

/// What a stage asks of its object: range and support pixel by pixel, smoothness and total variation over the picture.
/// Each is used in iterations constraint_start, + constraint_every, … constraint_stop of the stage.
class ObjectConstraint {
 public:
  /// @param support  1 = inside [object]; empty: none. Must outlive this.
  ObjectConstraint(const StageSpec& stage, const RangeSpec& range, const MaskImage& support);

  /// @param iteration  1-based within the stage; decides whether the constraints act in it
  void begin(int iteration);
  /// True when constrainPart() would change anything.
  [[nodiscard]] bool pixelwise() const { return m_active && (m_range || m_useSupport); }
  /// Range, then support (vacuum, 1, outside), for `count` pixels of a row from column `col`.
  void constrainPart(std::size_t row, std::size_t col, Complex* values, std::size_t count) const;
  /// Smoothness (O + s·∇²O) and total variation (proximal step, Chambolle 2004, on real and imaginary part together).
  void constrainWhole(ComplexImage& object);
  /// True when constrainWhole() would change anything.
  [[nodiscard]] bool picturewise() const { return m_active && (m_smooth > 0 || m_tv > 0); }

 private:
  const MaskImage& m_support;
  std::optional<RangeProjection> m_range;
  bool m_useSupport;
  double m_smooth;
  double m_tv;
  TotalVariation m_variation;
  ComplexImage m_rows;
  int m_start, m_stop, m_every;
  bool m_active = false;
};

}  // namespace ptycho
