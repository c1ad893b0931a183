#include "widgets/kit/raster/complex_color.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "widgets/kit/raster/srgb.h"

namespace ptycho {

namespace {

constexpr int kLightSteps = 128;
constexpr int kHueSteps = 256;
constexpr double kTopLightness = 0.86;
/// Phase 0 is red, as people know it from hue circles.
constexpr double kHueOfZero = 0.5;

using Linear = std::array<double, 3>;

Linear fromOklab(double l, double a, double b) {
  const auto cube = [](double v) { return v * v * v; };
  const double p = cube(l + 0.3963377774 * a + 0.2158037573 * b);
  const double q = cube(l - 0.1055613458 * a - 0.0638541728 * b);
  const double r = cube(l - 0.0894841775 * a - 1.2914855480 * b);
  return {4.0767416621 * p - 3.3077115913 * q + 0.2309699292 * r,
          -1.2684380046 * p + 2.6097574011 * q - 0.3413193965 * r,
          -0.0041960863 * p - 0.7034186147 * q + 1.7076147010 * r};
}

bool inGamut(const Linear& c) {
  return std::all_of(c.begin(), c.end(), [](double v) { return v >= -1e-4 && v <= 1 + 1e-4; });
}

/// The largest chroma that every hue of this lightness has inside sRGB.
double commonChroma(double lightness) {
  double low = 0, high = 0.4;
  for (int step = 0; step < 14; ++step) {
    const double chroma = (low + high) / 2;
    bool fits = true;
    for (int k = 0; k < 48 && fits; ++k) {
      const double hue = 2 * M_PI * k / 48;
      fits = inGamut(fromOklab(lightness, chroma * std::cos(hue), chroma * std::sin(hue)));
    }
    (fits ? low : high) = chroma;
  }
  return low;
}

std::vector<QRgb> makeTable() {
  std::vector<QRgb> table(std::size_t(kLightSteps * kHueSteps));
  for (int i = 0; i < kLightSteps; ++i) {
    const double lightness = kTopLightness * i / (kLightSteps - 1);
    const double chroma = commonChroma(lightness);
    for (int k = 0; k < kHueSteps; ++k) {
      const double hue = kHueOfZero + 2 * M_PI * k / kHueSteps;
      const Linear c = fromOklab(lightness, chroma * std::cos(hue), chroma * std::sin(hue));
      table[std::size_t(i * kHueSteps + k)] = srgbColor(c[0], c[1], c[2]);
    }
  }
  return table;
}

}  // namespace

QRgb complexColor(double place, double phase_rad) {
  static const std::vector<QRgb> table = makeTable();
  const int light = int(std::clamp(place, 0.0, 1.0) * (kLightSteps - 1) + 0.5);
  // The steps are a power of two, so the low bits of the (possibly negative) step are the hue.
  static_assert((kHueSteps & (kHueSteps - 1)) == 0);
  const auto step = std::int64_t(phase_rad * (kHueSteps / (2 * M_PI)) + kHueSteps * 1024.0);
  return table[std::size_t(light * kHueSteps + int(step & (kHueSteps - 1)))];
}

}  // namespace ptycho
