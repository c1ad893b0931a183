#pragma once

#include <cstddef>

#include "core/base/image.h"
#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {

/// Keeps a complex transmission inside an amplitude and a phase range: the amplitude is clipped and a phase outside
/// is set to the nearer end. For ranges narrower than π no angle is computed (signs of cross products decide).
class RangeProjection {
 public:
  explicit RangeProjection(const RangeSpec& spec);
  void apply(Complex* values, std::size_t count) const;

 private:
  void applyNarrow(Complex* values, std::size_t count) const;

  RangeSpec m_spec;
  bool m_narrow;  ///< narrower than π
  bool m_full;    ///< the whole circle: amplitude only
};

}  // namespace ptycho
