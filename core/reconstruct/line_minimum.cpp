#include "core/reconstruct/line_minimum.h"

#include <cstddef>

namespace ptycho {

namespace {

/// Lagrange's polynomial through all points.
double interpolate(std::span<const double> at, std::span<const double> values, double x) {
  double sum = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    double term = values[i];
    for (std::size_t k = 0; k < at.size(); ++k) {
      if (k != i) term *= (x - at[k]) / (at[i] - at[k]);
    }
    sum += term;
  }
  return sum;
}

}  // namespace

double lineMinimum(std::span<const double> steps, std::span<const double> slopes) {
  constexpr int kHalvings = 40;
  std::size_t k = 1;
  while (k < steps.size() && slopes[k] < 0) ++k;
  if (k == steps.size()) return steps.back();
  double low = steps[k - 1];
  double high = steps[k];
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    if (interpolate(steps, slopes, middle) < 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace ptycho
