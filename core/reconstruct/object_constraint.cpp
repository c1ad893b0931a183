#include "core/reconstruct/object_constraint.h"

namespace ptycho {

ObjectConstraint::ObjectConstraint(const StageSpec& stage, const RangeSpec& range, const MaskImage& support)
    : m_support(support),
      m_useSupport(stage.support && !support.empty()),
      m_smooth(stage.smooth),
      m_tv(stage.tv),
      m_start(stage.constraint_start),
      m_stop(stage.constraint_stop),
      m_every(stage.constraint_every) {
  if (stage.range) m_range.emplace(range);
}

void ObjectConstraint::begin(int iteration) {
  m_active = iteration >= m_start && (m_stop == 0 || iteration <= m_stop) && (iteration - m_start) % m_every == 0;
}

void ObjectConstraint::constrainPart(std::size_t row, std::size_t col, Complex* values, std::size_t count) const {
  if (!m_active) return;
  if (m_range) m_range->apply(values, count);
  if (!m_useSupport) return;
  const std::uint8_t* inside = m_support.row(row) + col;
  for (std::size_t i = 0; i < count; ++i) {
    if (inside[i] == 0) values[i] = 1;
  }
}

void ObjectConstraint::constrainWhole(ComplexImage& object) {
  if (!m_active) return;
  if (m_smooth > 0) smoothObject(object, m_smooth, m_rows);
  if (m_tv > 0) m_variation.apply(object, m_tv);
}

}  // namespace ptycho
