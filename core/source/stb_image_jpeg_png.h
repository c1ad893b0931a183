#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

/// What the header of a JPEG or PNG file says, read without decoding the pixels.
struct PhotoHeader {
  int rows = 0;
  int cols = 0;
  int channels = 0;  ///< 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha
};

/// The only door to stb_image: JPEG and PNG, sides up to 16,384 px, every allocation bounded by the picture's size
/// (a small PNG may unpack to gigabytes).
/// @param bytes  the whole file
/// @return error (BadInput, without a place) that says what is wrong with the file
[[nodiscard]] Result<PhotoHeader> readPhotoHeader(std::span<const std::uint8_t> bytes);

/// Luma 0.299 R + 0.587 G + 0.114 B in [0, 1], from 8 or 16 bits; alpha is ignored.
[[nodiscard]] Result<RealImage> decodePhotoLuma(std::span<const std::uint8_t> bytes);

}  // namespace ptycho
