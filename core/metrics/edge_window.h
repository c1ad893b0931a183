#pragma once

#include <optional>

#include "core/base/image.h"

namespace ptycho {

/// The object less its mean, faded out towards the edges by a Tukey window (cosine tapers over a quarter of each side
/// in all), so that its spectrum shows neither the jump across the border nor the leak of a strong zero frequency.
/// @return nothing when only a constant would be left, or a value is not finite
[[nodiscard]] std::optional<ComplexImage> fadedObject(const ComplexImage& object);

}  // namespace ptycho
