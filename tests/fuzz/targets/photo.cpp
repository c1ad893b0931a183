#include <cstdint>

#include "core/source/photo.h"
#include "tests/fuzz/our_file_target.h"

using namespace ptycho;

/// Photos, with limits that keep an input quick.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = fuzz::inputFile("photo.png", {reinterpret_cast<const char*>(data), size});
  const PhotoLimits limits{1 << 20, 1 << 20, 4096, 8};
  if (const auto photo = loadPhotoLuma(file, limits); fuzz::refusedWell(photo)) {
    for (const float value : *photo) fuzz::require(value >= 0 && value <= 1, "a photo's value outside [0, 1]");
  }
  return 0;
}
