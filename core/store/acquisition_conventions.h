#pragma once

#include "core/store/h5_reader.h"

namespace ptycho {

inline constexpr const char* kPatternsPath = "/patterns";

/// Whether /patterns holds amplitudes (attribute quantity); an error for an unknown word.
[[nodiscard]] Result<bool> holdsAmplitudes(const H5Reader& reader);
/// Whether the zero frequency is in the middle (attribute dc); an error for an unknown word.
[[nodiscard]] Result<bool> hasCentredZero(const H5Reader& reader);

}  // namespace ptycho
