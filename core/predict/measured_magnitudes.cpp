#include "core/predict/measured_magnitudes.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

namespace {

/// One pattern's intensities become its magnitudes, in place or not.
Result<void> toMagnitudes(const Acquisition& acquisition, std::size_t j, const float* intensities, float* magnitudes) {
  const std::size_t pixels = acquisition.patternRows() * acquisition.patternCols();
  const std::uint8_t* mask = acquisition.mask.empty() ? nullptr : acquisition.mask.data();
  const float* background = acquisition.background.empty() ? nullptr : acquisition.background.data();
  for (std::size_t i = 0; i < pixels; ++i) {
    if (mask && mask[i] == 0) {
      magnitudes[i] = kNotMeasured;
      continue;
    }
    const float intensity = intensities[i];
    if (!(std::isfinite(intensity) && intensity >= 0)) {
      return badInput(fmt::format("pattern {} has the value {}; intensities must be finite and not negative. Mask the "
                                  "pixel or correct the data.",
                                  j, intensity),
                      "patterns");
    }
    magnitudes[i] = std::sqrt(std::max(0.0F, intensity - (background ? background[i] : 0.0F)));
  }
  return {};
}

}  // namespace

Result<void> measuredMagnitudes(const Acquisition& acquisition, float* magnitudes, std::size_t chunk) {
  PTYCHO_CHECK(checkFarField(acquisition));
  const std::size_t count = acquisition.patternCount();
  const std::size_t pixels = acquisition.patternRows() * acquisition.patternCols();
  for (std::size_t first = 0; first < count; first += chunk) {
    const std::size_t some = std::min(chunk, count - first);
    float* target = magnitudes + first * pixels;
    if (acquisition.source) PTYCHO_CHECK(acquisition.source->read(first, some, target));
    for (std::size_t k = 0; k < some; ++k) {
      float* pattern = target + k * pixels;
      const float* given = acquisition.source ? pattern : acquisition.patterns.image(first + k);
      PTYCHO_CHECK(toMagnitudes(acquisition, first + k, given, pattern));
    }
  }
  return {};
}

}  // namespace ptycho
