#include <cmath>

#include "core/optics/overlap.h"

namespace ptycho {

namespace {

/// Adds f(I) of the shifted probe intensity to the map, bilinearly for fractions of a pixel.
template <class Function>
void addShifted(RealImage& map, const RealImage& intensity, const Position& position, Function&& f) {
  const auto row0 = static_cast<std::size_t>(std::floor(position.row));
  const auto col0 = static_cast<std::size_t>(std::floor(position.col));
  const auto fr = static_cast<float>(position.row - std::floor(position.row));
  const auto fc = static_cast<float>(position.col - std::floor(position.col));
  if (fr == 0 && fc == 0) {
    for (std::size_t r = 0; r < intensity.rows(); ++r) {
      float* out = map.row(row0 + r) + col0;
      const float* in = intensity.row(r);
      for (std::size_t c = 0; c < intensity.cols(); ++c) out[c] += f(in[c]);
    }
    return;
  }
  const auto at = [&intensity](std::ptrdiff_t r, std::ptrdiff_t c) -> float {
    const bool inside = r >= 0 && c >= 0 && r < static_cast<std::ptrdiff_t>(intensity.rows()) &&
                        c < static_cast<std::ptrdiff_t>(intensity.cols());
    return inside ? intensity(static_cast<std::size_t>(r), static_cast<std::size_t>(c)) : 0.0F;
  };
  for (std::size_t r = 0; r <= intensity.rows() && row0 + r < map.rows(); ++r) {
    for (std::size_t c = 0; c <= intensity.cols() && col0 + c < map.cols(); ++c) {
      const auto y = static_cast<std::ptrdiff_t>(r);
      const auto x = static_cast<std::ptrdiff_t>(c);
      const float value = (1 - fr) * ((1 - fc) * at(y, x) + fc * at(y, x - 1)) +
                          fr * ((1 - fc) * at(y - 1, x) + fc * at(y - 1, x - 1));
      map(row0 + r, col0 + c) += f(value);
    }
  }
}

RealImage emptyMap(const Scan& scan) {
  return {static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols)};
}

}  // namespace

RealImage coverageMap(const Scan& scan, const RealImage& probeIntensity) {
  RealImage map = emptyMap(scan);
  for (const auto& position : scan.positions) addShifted(map, probeIntensity, position, [](float v) { return v; });
  return map;
}

RealImage redundancyMap(const Scan& scan, const RealImage& probeIntensity) {
  RealImage map = coverageMap(scan, probeIntensity);
  RealImage squares = emptyMap(scan);
  for (const auto& position : scan.positions) addShifted(squares, probeIntensity, position, [](float v) { return v * v; });
  for (std::size_t i = 0; i < map.size(); ++i) map[i] = squares[i] > 0 ? map[i] * map[i] / squares[i] : 0.0F;
  return map;
}

}  // namespace ptycho
