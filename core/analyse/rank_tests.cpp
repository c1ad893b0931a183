#include "core/analyse/rank_tests.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/evaluate/evaluation_summary.h"

namespace ptycho {

namespace {

constexpr double kNormal95 = 1.959963984540054;
constexpr std::size_t kFewestPairs = 4;

/// P(Bin(n, ½) = k); by logarithms, since 2⁻ⁿ of thousands of images is no number any more.
double coinProbability(std::size_t n, std::size_t k) {
  const auto logFactorial = [](std::size_t value) { return std::lgamma(static_cast<double>(value) + 1); };
  return std::exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) -
                  static_cast<double>(n) * std::numbers::ln2);
}

}  // namespace

RankCorrelation correlateRanks(std::span<const double> a, std::span<const double> b) {
  RankCorrelation correlation;
  for (std::size_t k = 0; k < std::min(a.size(), b.size()); ++k) {
    if (std::isfinite(a[k]) && std::isfinite(b[k])) ++correlation.count;
  }
  if (correlation.count < kFewestPairs) return correlation;
  correlation.rho = rankCorrelation(a, b);
  const double rho = std::clamp(correlation.rho, -1.0, 1.0);  // keeps NaN
  const double width =
      kNormal95 * std::sqrt((1 + 0.5 * rho * rho) / (static_cast<double>(correlation.count) - 3));
  correlation.low = std::tanh(std::atanh(rho) - width);
  correlation.high = std::tanh(std::atanh(rho) + width);
  return correlation;
}

RankedValues::RankedValues(std::span<const double> values) : m_ranks(meanRanks(values)) {
  std::vector<double> sorted = m_ranks;
  std::ranges::sort(sorted);
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t last = first + 1;
    while (last < sorted.size() && sorted[last] == sorted[first]) ++last;
    const auto equal = static_cast<double>(last - first);
    m_ties += equal * equal * equal - equal;
    first = last;
  }
}

double RankedValues::chanceOfHigherRanks(std::span<const std::size_t> inside) const {
  const auto all = static_cast<double>(m_ranks.size());
  const auto in = static_cast<double>(inside.size());
  const double out = all - in;
  if (in == 0 || out <= 0) return 1;
  double u = -0.5 * in * (in + 1);
  for (const std::size_t k : inside) u += m_ranks[k];
  const double variance = in * out / 12 * (all + 1 - m_ties / (all * (all - 1)));
  if (variance <= 0) return 1;
  return 0.5 * std::erfc((u - 0.5 * in * out - 0.5) / std::sqrt(2 * variance));
}

std::vector<double> benjaminiHochberg(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [p](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double smallest = 1;
  for (std::size_t j = p.size(); j > 0; --j) {
    const std::size_t at = order[j - 1];
    smallest = std::min(smallest, p[at] * static_cast<double>(p.size()) / static_cast<double>(j));
    adjusted[at] = smallest;
  }
  return adjusted;
}

MedianInterval medianInterval(std::span<const double> sorted) {
  MedianInterval interval;
  const std::size_t n = sorted.size();
  if (n == 0) return interval;
  interval.median = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  std::size_t k = 0;
  for (double below = coinProbability(n, 0); 2 * below <= 0.05; below += coinProbability(n, k)) ++k;
  if (k == 0) return interval;
  interval.low = sorted[k - 1];
  interval.high = sorted[n - k];
  return interval;
}

}  // namespace ptycho
