#pragma once

#include <cstddef>

#include "core/base/error.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// What a network sees of an acquisition: M_j = √max(I_j − background, 0), and 0 where a pixel is masked: the training
/// saw no mask, and most of a pattern is near 0 anyway.
/// @param magnitudes  float32 [n, w, w], zero frequency at [0,0]; filled
/// @param chunk       patterns that are read from a file at a time (Acquisition::source); the values do not depend on it
/// Errors: those of the source; a value that is not finite, or negative, where the mask does not hide it.
[[nodiscard]] Result<void> measuredMagnitudes(const Acquisition& acquisition, float* magnitudes, std::size_t chunk = 64);

}  // namespace ptycho
