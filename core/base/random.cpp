#include "core/base/random.h"

#include <cmath>
#include <numbers>

namespace ptycho {

namespace {

double toUnit(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 11;
  return static_cast<double>(bits) * 0x1.0p-53;
}

}  // namespace

std::array<std::uint32_t, 4> CounterRandom::words(std::uint64_t index) const {
  std::array<std::uint32_t, 4> x{static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                                 static_cast<std::uint32_t>(m_stream), static_cast<std::uint32_t>(m_stream >> 32)};
  auto k0 = static_cast<std::uint32_t>(m_seed);
  auto k1 = static_cast<std::uint32_t>(m_seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = 0xD2511F53ull * x[0];
    const std::uint64_t p1 = 0xCD9E8D57ull * x[2];
    x = {static_cast<std::uint32_t>(p1 >> 32) ^ x[1] ^ k0, static_cast<std::uint32_t>(p1),
         static_cast<std::uint32_t>(p0 >> 32) ^ x[3] ^ k1, static_cast<std::uint32_t>(p0)};
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return x;
}

double CounterRandom::uniform(std::uint64_t index) const {
  const auto w = words(index);
  return toUnit(w[0], w[1]);
}

double CounterRandom::normal(std::uint64_t index) const {
  const auto w = words(index);
  const double radius = std::sqrt(-2.0 * std::log(1.0 - toUnit(w[0], w[1])));
  return radius * std::cos(2.0 * std::numbers::pi * toUnit(w[2], w[3]));
}

double CounterRandom::poisson(std::uint64_t index, double mean) const {
  if (!(mean > 0)) return 0;
  // Draws of one value come from a stream of their own, so that neighbours never share a block.
  const CounterRandom draws(m_seed ^ 0x9E3779B97F4A7C15ull * (index + 1), m_stream);
  if (mean < 30) {
    double term = std::exp(-mean);
    double cumulative = term;
    const double u = draws.uniform(0);
    double k = 0;
    while (u > cumulative && k < 1000) {
      k += 1;
      term *= mean / k;
      cumulative += term;
    }
    return k;
  }
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const double acceptance = 0.9277 - 3.6224 / (b - 2.0);
  for (std::uint64_t attempt = 0;; ++attempt) {
    const auto w = draws.words(attempt);
    const double u = toUnit(w[0], w[1]) - 0.5;
    const double v = toUnit(w[2], w[3]);
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= acceptance) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (std::log(v) + std::log(inverseAlpha) - std::log(a / (us * us) + b) <=
        -mean + k * std::log(mean) - std::lgamma(k + 1)) {
      return k;
    }
  }
}

std::uint64_t CounterRandom::below(std::uint64_t index, std::uint64_t n) const {
  const auto w = words(index);
  const std::uint64_t wide = static_cast<std::uint64_t>(w[0]) * n;
  return wide >> 32;
}

}  // namespace ptycho
