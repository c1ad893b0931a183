#pragma once

#include <cstdint>
#include <span>

#include "core/base/error.h"

namespace ptycho {

enum class PhotoFormat { Jpeg, Png };

/// From the first bytes, whatever the file is called; anything else is Unsupported.
[[nodiscard]] Result<PhotoFormat> detectPhotoFormat(std::span<const std::uint8_t> bytes);

/// Whether the file is all there. Decoders fill what a cut-off JPEG lacks with grey and do not look at the check
/// sums of a PNG; a simulation would then run on a picture that nobody took.
/// JPEG: the markers lead to an end-of-image marker (ISO/IEC 10918-1, B.1), and no code table is longer than the
/// standard allows.
/// PNG: each chunk is complete, its CRC is right, and the last is IEND (ISO/IEC 15948, 5).
[[nodiscard]] Result<void> checkPhotoComplete(std::span<const std::uint8_t> bytes, PhotoFormat format);

}  // namespace ptycho
