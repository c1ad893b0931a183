#pragma once

#include <cstddef>

#include "core/base/error.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// Where a pixel is masked. To the layers of a network it is a magnitude of 0, as most of a pattern nearly is;
/// physics steps leave the pixel out.
inline constexpr float kNotMeasured = -1;

/// What a network sees of an acquisition: M_j = √max(I_j − background, 0), kNotMeasured where a pixel is masked.
/// @param magnitudes  float32 [n, w, w], zero frequency at [0,0]; filled
/// @param chunk       patterns that are read from a file at a time (Acquisition::source); the values do not depend on it
/// Errors: near-field patterns; those of the source; a value that is not finite, or negative, where the mask does not hide it.
[[nodiscard]] Result<void> measuredMagnitudes(const Acquisition& acquisition, float* magnitudes,
                                              std::size_t chunk = 64);

}  // namespace ptycho
