#include "core/metrics/edge_window.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace ptycho {

namespace {

constexpr double kTaperShare = 0.125;  ///< of the side, at either end

std::vector<double> tukey(std::size_t side) {
  const double taper = kTaperShare * static_cast<double>(side);
  std::vector<double> window(side, 1.0);
  for (std::size_t i = 0; i < side; ++i) {
    const double fromEdge = static_cast<double>(std::min(i, side - 1 - i)) + 0.5;
    if (fromEdge < taper) window[i] = 0.5 - 0.5 * std::cos(std::numbers::pi * fromEdge / taper);
  }
  return window;
}

}  // namespace

std::optional<ComplexImage> fadedObject(const ComplexImage& object) {
  const std::vector<double> down = tukey(object.rows());
  const std::vector<double> across = tukey(object.cols());
  std::complex<double> sum = 0;
  double weights = 0;
  double energy = 0;
  for (std::size_t r = 0; r < object.rows(); ++r) {
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const double weight = down[r] * across[c];
      const std::complex<double> value(object(r, c));
      sum += weight * value;
      weights += weight;
      energy += weight * std::norm(value);
    }
  }
  const std::complex<double> mean = sum / weights;
  // Float rounding alone leaves about 1e-14 of the energy beside the mean.
  const double structure = energy - weights * std::norm(mean);
  if (!std::isfinite(energy) || structure <= 1e-12 * energy) return std::nullopt;
  ComplexImage faded(object.rows(), object.cols());
  for (std::size_t r = 0; r < object.rows(); ++r) {
    for (std::size_t c = 0; c < object.cols(); ++c) {
      faded(r, c) = Complex((std::complex<double>(object(r, c)) - mean) * (down[r] * across[c]));
    }
  }
  return faded;
}

}  // namespace ptycho
