#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace ptycho {

/// A small picture for reports, as the bytes of a JPEG file.
/// @param rgb  rows · cols · 3 bytes, row by row; another length throws std::invalid_argument
/// @param quality  1 … 100
[[nodiscard]] std::string jpegOf(std::span<const std::uint8_t> rgb, int rows, int cols, int quality = 85);

}  // namespace ptycho
