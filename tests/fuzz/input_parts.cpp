#include "tests/fuzz/input_parts.h"

#include <algorithm>

namespace ptycho::fuzz {

namespace {

constexpr std::string_view kStart = "PART";
constexpr std::size_t kHeader = 3;
constexpr std::size_t kMost = 8;

}  // namespace

std::vector<InputPart> partsOf(std::string_view input) {
  if (!input.starts_with(kStart)) return {{0, input}};
  input.remove_prefix(kStart.size());
  std::vector<InputPart> parts;
  while (input.size() >= kHeader && parts.size() < kMost) {
    const auto at = [&](std::size_t k) { return static_cast<std::uint8_t>(input[k]); };
    const std::size_t length = at(1) | at(2) << 8;
    parts.push_back({at(0), input.substr(kHeader, length)});
    input.remove_prefix(std::min(input.size(), kHeader + length));
  }
  if (parts.empty()) parts.push_back({0, {}});
  return parts;
}

std::string joined(const std::vector<InputPart>& parts) {
  std::string input(kStart);
  for (const InputPart& part : parts) {
    const std::size_t length = std::min<std::size_t>(part.bytes.size(), 0xffff);
    input += static_cast<char>(part.name);
    input += static_cast<char>(length & 0xff);
    input += static_cast<char>(length >> 8);
    input += part.bytes.substr(0, length);
  }
  return input;
}

}  // namespace ptycho::fuzz
