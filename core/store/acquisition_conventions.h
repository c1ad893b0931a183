#pragma once

#include "core/simulate/acquisition.h"
#include "core/store/h5_reader.h"

namespace ptycho {

inline constexpr const char* kPatternsPath = "/patterns";
inline constexpr const char* kPropagation = "propagation";
inline constexpr const char* kFarField = "far-field";
inline constexpr const char* kNearField = "near-field";

/// Whether /patterns holds amplitudes (attribute quantity); an error for an unknown word.
[[nodiscard]] Result<bool> holdsAmplitudes(const H5Reader& reader);
/// The attribute propagation of the object at `path`, far field when it has none; an error for an unknown word.
[[nodiscard]] Result<Propagation> propagationOf(const H5Reader& reader, const std::string& path = kPatternsPath);
/// Whether the zero frequency is in the middle (attribute dc); an error for an unknown word.
[[nodiscard]] Result<bool> hasCentredZero(const H5Reader& reader);

}  // namespace ptycho
