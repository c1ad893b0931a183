#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ptycho {

/// Control characters of a name or text from a file shown as '?', at most 200 bytes.
[[nodiscard]] std::string printable(std::string text);

/// "[36, 128, 128]", "a single value" for rank 0.
[[nodiscard]] std::string shapeText(const std::vector<std::uint64_t>& shape);

}  // namespace ptycho
