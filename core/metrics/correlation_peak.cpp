#include "core/metrics/correlation_peak.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/optics/fft.h"

namespace ptycho {

namespace {

constexpr std::size_t kGrid = 17;  ///< points an axis: the middle and eight to either side

double signedIndex(std::size_t index, std::size_t side) {
  const auto value = static_cast<double>(index);
  return index < (side + 1) / 2 ? value : value - static_cast<double>(side);
}

CorrelationPeak coarsePeak(const ComplexImage& waves) {
  ComplexImage sums = waves;
  Fft2(waves.rows(), waves.cols()).inverse(sums.data());
  std::size_t best = 0;
  for (std::size_t i = 1; i < sums.size(); ++i) {
    if (std::norm(sums[i]) > std::norm(sums[best])) best = i;
  }
  return {signedIndex(best / waves.cols(), waves.rows()), signedIndex(best % waves.cols(), waves.cols())};
}

/// exp(2πi·m·u/side) for the grid around `middle`: [kGrid, side]
ComplexImage phasors(double middle, double step, std::size_t side) {
  ComplexImage table(kGrid, side);
  for (std::size_t g = 0; g < kGrid; ++g) {
    const double u = middle + step * (static_cast<double>(g) - static_cast<double>(kGrid / 2));
    for (std::size_t m = 0; m < side; ++m) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(m) * u / static_cast<double>(side);
      table(g, m) = Complex(static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle)));
    }
  }
  return table;
}

CorrelationPeak refine(const ComplexImage& waves, const CorrelationPeak& about, double step) {
  const ComplexImage down = phasors(about.row, step, waves.rows());
  const ComplexImage across = phasors(about.col, step, waves.cols());
  ComplexImage summed(kGrid, waves.cols());
  for (std::size_t m = 0; m < waves.rows(); ++m) {
    const Complex* in = waves.row(m);
    for (std::size_t g = 0; g < kGrid; ++g) {
      const Complex phasor = down(g, m);
      Complex* out = summed.row(g);
      for (std::size_t n = 0; n < waves.cols(); ++n) out[n] += phasor * in[n];
    }
  }
  CorrelationPeak best = about;
  double strongest = -1;
  for (std::size_t g = 0; g < kGrid; ++g) {
    for (std::size_t h = 0; h < kGrid; ++h) {
      std::complex<double> sum = 0;
      for (std::size_t n = 0; n < waves.cols(); ++n) sum += std::complex<double>(summed(g, n) * across(h, n));
      if (std::norm(sum) <= strongest) continue;
      strongest = std::norm(sum);
      best.row = about.row + step * (static_cast<double>(g) - static_cast<double>(kGrid / 2));
      best.col = about.col + step * (static_cast<double>(h) - static_cast<double>(kGrid / 2));
    }
  }
  return best;
}

}  // namespace

CorrelationPeak findCorrelationPeak(const ComplexImage& waves, double step) {
  CorrelationPeak peak = coarsePeak(waves);
  // Each level covers one step of the level before to either side.
  for (double level = 1; level > step;) {
    level /= static_cast<double>(kGrid / 2);
    peak = refine(waves, peak, level);
  }
  return peak;
}

}  // namespace ptycho
