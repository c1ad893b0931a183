#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/error.h"

namespace ptycho {

/// A picture of a figure: 8-bit red, green, blue, row by row from the top.
struct ColourPicture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::span<const std::uint8_t> rgb;  ///< [height · width · 3]
  double dpi = 0;                     ///< 0: unknown
  std::string description;            ///< into ImageDescription
};

/// One page, deflated without loss. Replaced in one step; errors name the file.
[[nodiscard]] Result<void> writeColourTiff(const std::filesystem::path& file, const ColourPicture& picture);

}  // namespace ptycho
