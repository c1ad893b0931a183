#include "tests/core/source/power_spectrum.h"

#include <cmath>
#include <complex>
#include <numbers>

namespace ptycho {

namespace {

using Wide = std::complex<double>;

/// Recursive radix-2 transform; clear rather than quick.
std::vector<Wide> transform(const std::vector<Wide>& x) {
  const std::size_t n = x.size();
  if (n == 1) return x;
  std::vector<Wide> even(n / 2), odd(n / 2);
  for (std::size_t i = 0; i < n / 2; ++i) {
    even[i] = x[2 * i];
    odd[i] = x[2 * i + 1];
  }
  even = transform(even);
  odd = transform(odd);
  std::vector<Wide> result(n);
  for (std::size_t k = 0; k < n / 2; ++k) {
    const double turn = static_cast<double>(k) / static_cast<double>(n);
    const Wide twisted = std::polar(1.0, -2 * std::numbers::pi * turn) * odd[k];
    result[k] = even[k] + twisted;
    result[k + n / 2] = even[k] - twisted;
  }
  return result;
}

double hann(std::size_t i, std::size_t n) {
  return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n));
}

}  // namespace

std::vector<double> radialPower(const RealImage& picture) {
  const std::size_t n = picture.rows();
  double mean = 0;
  for (const float value : picture) mean += value;
  mean /= static_cast<double>(picture.size());
  std::vector<std::vector<Wide>> columns(n, std::vector<Wide>(n));
  for (std::size_t r = 0; r < n; ++r) {
    std::vector<Wide> row(n);
    for (std::size_t c = 0; c < n; ++c) row[c] = (picture(r, c) - mean) * hann(r, n) * hann(c, n);
    row = transform(row);
    for (std::size_t c = 0; c < n; ++c) columns[c][r] = row[c];
  }
  std::vector<double> power(n / 2, 0.0);
  std::vector<double> count(n / 2, 0.0);
  const auto signedIndex = [n](std::size_t k) {
    return static_cast<double>(k) - (k < n / 2 ? 0.0 : static_cast<double>(n));
  };
  for (std::size_t c = 0; c < n; ++c) {
    const std::vector<Wide> spectrum = transform(columns[c]);
    for (std::size_t r = 0; r < n; ++r) {
      const auto ring = static_cast<std::size_t>(std::lround(std::hypot(signedIndex(r), signedIndex(c))));
      if (ring >= n / 2) continue;
      power[ring] += std::norm(spectrum[r]);
      count[ring] += 1;
    }
  }
  for (std::size_t k = 0; k < power.size(); ++k) power[k] /= count[k];
  return power;
}

double logLogSlope(const std::vector<double>& power, std::size_t first, std::size_t last) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t k = first; k <= last; ++k) {
    // Rings are closer on the log axis the higher they are; 1/k gives each octave the same say.
    const double weight = 1 / static_cast<double>(k);
    const double x = std::log(static_cast<double>(k));
    const double y = std::log(power[k]);
    n += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

}  // namespace ptycho
