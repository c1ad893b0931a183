#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ptycho::fuzz {

/// One file of several that belong together.
struct InputPart {
  std::uint8_t name = 0;  ///< which of the target's names the file gets
  std::string_view bytes;
};

/// Inputs of several files: "PART", then for each its name, its length (16 bit, little-endian) and its bytes. A length
/// that goes beyond the end takes what is there. Any other input is one part with the name 0.
[[nodiscard]] std::vector<InputPart> partsOf(std::string_view input);

/// The input that has these parts.
[[nodiscard]] std::string joined(const std::vector<InputPart>& parts);

}  // namespace ptycho::fuzz
