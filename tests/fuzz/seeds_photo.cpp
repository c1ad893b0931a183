#include "tests/core/source/photo_files.h"
#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

std::vector<Seed> photoSeeds(const std::string& target) {
  if (target != "photo") return {};
  const auto ramp = [](std::uint32_t row, std::uint32_t col, int channel) {
    return static_cast<int>(row * 8 + col) + channel;
  };
  return {{"grey.png", pngBytes({8, 9, 8, 1, ramp})},
          {"colour.png", pngBytes({9, 8, 16, 4, ramp})},
          {"grey.jpg", jpegBytes(2, {{10, 200}})},
          {"colour.jpg", jpegBytes(2, {{10, 200}, {128, 90}, {60, 128}})}};
}

}  // namespace ptycho::fuzz
