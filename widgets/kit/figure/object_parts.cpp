#include "widgets/kit/figure/object_parts.h"

#include <cmath>
#include <complex>

#include "widgets/kit/raster/display_limits.h"

namespace ptycho {

AmplitudeAndPhase withoutMeanPhase(const ComplexImage& object) {
  std::complex<double> sum;
  for (const Complex z : object) sum += std::complex<double>(z);
  const Complex turn = std::polar(1.0F, -static_cast<float>(std::arg(sum)));
  AmplitudeAndPhase parts{RealImage(object.rows(), object.cols()), RealImage(object.rows(), object.cols())};
  for (std::size_t i = 0; i < object.size(); ++i) {
    parts.amplitude[i] = std::abs(object[i]);
    parts.phase[i] = std::arg(object[i] * turn);
  }
  return parts;
}

std::pair<double, double> robustRange(const RealImage& picture) {
  const auto [low, high] = findLimits(picture, nullptr, DisplayLimits{}, Norm::Linear);
  const ValueScale scale(Norm::Linear, low, high);
  return {scale.low(), scale.high()};
}

std::pair<double, double> symmetricRange(const RealImage& error) {
  RealImage magnitude(error.rows(), error.cols());
  for (std::size_t i = 0; i < error.size(); ++i) magnitude[i] = std::abs(error[i]);
  const double high = findLimits(magnitude, nullptr, DisplayLimits{}, Norm::Linear).second;
  return high > 0 ? std::pair(-high, high) : std::pair(-1e-6, 1e-6);
}

bool isWrapped(std::pair<double, double> phase_range) { return phase_range.second - phase_range.first >= M_PI; }

}  // namespace ptycho
