#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "core/metrics/correlation_peak.h"
#include "core/metrics/metrics.h"

namespace ptycho {

namespace {

/// ψ = offset + down·y + across·x, with y and x from −1 to 1 over the object.
struct Ramp {
  double offset = 0;
  double down = 0;
  double across = 0;
};

double unitPlace(std::size_t index, std::size_t side) {
  return side < 2 ? 0.0 : 2 * static_cast<double>(index) / static_cast<double>(side - 1) - 1;
}

std::vector<std::complex<double>> phasors(double slope, std::size_t side) {
  std::vector<std::complex<double>> values(side);
  for (std::size_t i = 0; i < side; ++i) values[i] = std::polar(1.0, -slope * unitPlace(i, side));
  return values;
}

/// Gradient Σ Im(z')·b and curvature Σ Re(z')·b·bᵀ of Re Σ z', z' = z·e^{−iψ}, for the basis b = (1, y, x).
struct Quadratic {
  std::array<double, 3> gradient{};
  std::array<std::array<double, 3>, 3> curvature{};
};

Quadratic quadraticAt(const ComplexImage& product, const Ramp& ramp) {
  const auto down = phasors(ramp.down, product.rows());
  const auto across = phasors(ramp.across, product.cols());
  const std::complex<double> offset = std::polar(1.0, -ramp.offset);
  Quadratic total;
  for (std::size_t r = 0; r < product.rows(); ++r) {
    // Sums over x of z', x·z' and x²·z' are all that the row adds.
    std::complex<double> sum0 = 0, sum1 = 0, sum2 = 0;
    for (std::size_t c = 0; c < product.cols(); ++c) {
      const double x = unitPlace(c, product.cols());
      const std::complex<double> value = std::complex<double>(product(r, c)) * across[c];
      sum0 += value;
      sum1 += x * value;
      sum2 += x * x * value;
    }
    const std::complex<double> turn = offset * down[r];
    const double y = unitPlace(r, product.rows());
    const std::complex<double> v0 = sum0 * turn, v1 = sum1 * turn, v2 = sum2 * turn;
    total.gradient[0] += v0.imag();
    total.gradient[1] += y * v0.imag();
    total.gradient[2] += v1.imag();
    total.curvature[0][0] += v0.real();
    total.curvature[0][1] += y * v0.real();
    total.curvature[0][2] += v1.real();
    total.curvature[1][1] += y * y * v0.real();
    total.curvature[1][2] += y * v1.real();
    total.curvature[2][2] += v2.real();
  }
  return total;
}

/// Solves curvature·step = gradient by Cholesky.
/// @return false when the curvature is not positive definite: no maximum near here
bool newtonStep(const Quadratic& q, std::array<double, 3>& step) {
  double lower[3][3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = q.curvature[j][i];
      for (std::size_t k = 0; k < j; ++k) sum -= lower[i][k] * lower[j][k];
      if (i == j) {
        if (!(sum > 1e-9 * q.curvature[0][0])) return false;
        lower[i][i] = std::sqrt(sum);
      } else {
        lower[i][j] = sum / lower[j][j];
      }
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = q.gradient[i];
    for (std::size_t k = 0; k < i; ++k) sum -= lower[i][k] * step[k];
    step[i] = sum / lower[i][i];
  }
  for (std::size_t i = 3; i-- > 0;) {
    for (std::size_t k = i + 1; k < 3; ++k) step[i] -= lower[k][i] * step[k];
    step[i] /= lower[i][i];
  }
  return true;
}

/// The ramp that maximises Re Σ z·e^{−iψ}: the strongest wave in z to a 64th of a period over the object, then Newton.
Ramp bestRamp(const ComplexImage& product) {
  ComplexImage conjugate(product.rows(), product.cols());
  for (std::size_t i = 0; i < product.size(); ++i) conjugate[i] = std::conj(product[i]);
  const CorrelationPeak peak = findCorrelationPeak(conjugate, 1.0 / 64);
  const auto halfSpan = [](double periods, std::size_t side) {
    return std::numbers::pi * periods * static_cast<double>(side - 1) / static_cast<double>(side);
  };
  Ramp ramp{0, halfSpan(peak.row, product.rows()), halfSpan(peak.col, product.cols())};
  const Quadratic start = quadraticAt(product, ramp);
  ramp.offset = std::atan2(start.gradient[0], start.curvature[0][0]);
  constexpr int kMostSteps = 6;
  for (int i = 0; i < kMostSteps; ++i) {
    std::array<double, 3> step{};
    if (!newtonStep(quadraticAt(product, ramp), step)) break;
    ramp.offset += step[0];
    ramp.down += step[1];
    ramp.across += step[2];
    if (std::abs(step[0]) + std::abs(step[1]) + std::abs(step[2]) < 1e-9) break;
  }
  return ramp;
}

}  // namespace

ComplexImage removePhaseRamp(const ComplexImage& estimate, const ComplexImage& reference) {
  if (!estimate.sameShape(reference)) throw std::invalid_argument("removePhaseRamp: the objects differ in shape");
  if (estimate.empty()) return estimate;
  ComplexImage product(estimate.rows(), estimate.cols());
  for (std::size_t i = 0; i < product.size(); ++i) product[i] = estimate[i] * std::conj(reference[i]);
  const Ramp ramp = bestRamp(product);
  const auto down = phasors(ramp.down, estimate.rows());
  const auto across = phasors(ramp.across, estimate.cols());
  const std::complex<double> offset = std::polar(1.0, -ramp.offset);
  ComplexImage flat(estimate.rows(), estimate.cols());
  for (std::size_t r = 0; r < flat.rows(); ++r) {
    for (std::size_t c = 0; c < flat.cols(); ++c) flat(r, c) = estimate(r, c) * Complex(offset * down[r] * across[c]);
  }
  return flat;
}

}  // namespace ptycho
