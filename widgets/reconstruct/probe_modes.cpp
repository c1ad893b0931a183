#include "widgets/reconstruct/probe_modes.h"

#include <algorithm>
#include <cmath>

namespace ptycho {
namespace {

double power(const Complex* values, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += std::norm(std::complex<double>(values[i]));
  return sum;
}

std::complex<double> innerProduct(const ComplexImage& a, const ComplexImage& b) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::complex<double>(a[i]) * std::conj(std::complex<double>(b[i]));
  return sum;
}

}  // namespace

std::vector<double> powerShares(const ComplexStack& probe) {
  std::vector<double> shares;
  double total = 0;
  for (std::size_t m = 0; m < probe.count(); ++m) {
    shares.push_back(power(probe.image(m), probe.imageSize()));
    total += shares.back();
  }
  for (double& share : shares) share = total > 0 ? share / total : 0;
  return shares;
}

std::vector<double> variationShares(const ProbeVariation& variation, const ComplexStack& probe) {
  const std::size_t patterns = variation.coefficients.rows();
  std::vector<double> shares(variation.coefficients.cols(), 0);
  for (std::size_t j = 0; j < patterns; ++j) {
    for (std::size_t k = 0; k < shares.size(); ++k) shares[k] += std::norm(variation.coefficients(j, k));
  }
  const double total = power(probe.data(), probe.size()) * static_cast<double>(patterns);
  for (double& share : shares) share = total > 0 ? share / total : 0;
  return shares;
}

Complex phaseBetween(const ComplexImage& found, const ComplexImage& given) {
  if (!found.sameShape(given)) return 1;
  const std::complex<double> product = innerProduct(found, given);
  return std::abs(product) > 0 ? Complex(product / std::abs(product)) : Complex(1);
}

double relativeDifference(const ComplexImage& found, const ComplexImage& given) {
  const double norms = power(found.data(), found.size()) * power(given.data(), given.size());
  if (!found.sameShape(given) || !(norms > 0)) return NAN;
  return std::sqrt(std::max(0.0, 1 - std::norm(innerProduct(found, given)) / norms));
}

}  // namespace ptycho
