#include "widgets/models/curve_smoothing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ptycho {
namespace {

constexpr double kPartsOfSpan = 250;

/// Shares of an interval of u = Δx/ℓ in the integral: of its beginning and of its end, and what is left of the past.
struct Shares {
  double begin;
  double end;
  double past;
};

Shares sharesOf(double u) {
  const double past = std::exp(-u);
  // (1 − e^−u)/u cancels for small u; there the integrand is as good as 1.
  constexpr double kSmall = 1e-5;
  const double mean = u < kSmall ? 1 - u / 2 : (1 - past) / u;
  return {mean - past, 1 - mean, past};
}

}  // namespace

std::vector<double> smoothedCurve(const std::vector<double>& x, const std::vector<double>& y, double length) {
  if (!(length > 0)) return y;
  std::vector<double> smooth(y.size(), std::numeric_limits<double>::quiet_NaN());
  double mean = 0;
  double weight = 0;
  std::size_t last = y.size();  // the last finite sample
  Shares shares{0, 0, 0};
  double sharesFor = -1;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (!std::isfinite(y[i])) {
      if (last < y.size()) smooth[i] = smooth[last];
      continue;
    }
    if (last == y.size()) {
      smooth[i] = mean = y[i];
    } else {
      const double u = std::max(0.0, (x[i] - x[last]) / length);
      if (u != sharesFor) shares = sharesOf(u);
      sharesFor = u;
      const double added = shares.begin + shares.end;
      weight = weight * shares.past + added;
      // As steps from the mean, so that a constant stays what it is to the last bit.
      if (weight > 0) mean += (shares.begin * (y[last] - mean) + shares.end * (y[i] - mean)) / weight;
      smooth[i] = mean;
    }
    last = i;
  }
  return smooth;
}

double roundedUpSpan(double span) {
  if (!(span > 0)) return 0;
  const double step = std::log(1.05);
  return std::exp(step * std::ceil(std::log(span) / step));
}

double smoothingLength(double weight, double span) {
  if (!(weight > 0) || !(span > 0)) return 0;
  return -span / kPartsOfSpan / std::log(std::min(weight, 0.9999));
}

}  // namespace ptycho
