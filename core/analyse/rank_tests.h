#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/analyse/failure_causes.h"

namespace ptycho {

/// Spearman's ρ of the pairs of finite values with its interval; all NaN when there are fewer than four pairs or one of
/// the two has one value throughout.
[[nodiscard]] RankCorrelation correlateRanks(std::span<const double> a, std::span<const double> b);

/// Mann-Whitney: how likely a group drawn by chance has ranks as high as this one has, one-sided. Normal approximation
/// with correction for ties and continuity: with n₁ of N values inside and ranks r,
///   U = Σ_inside r − n₁(n₁+1)/2,  z = (U − n₁n₂/2 − ½) / √(n₁n₂/12·(N + 1 − Σ(t³ − t)/(N(N − 1)))),  p = ½ erfc(z/√2)
/// (Mann & Whitney 1947; Lehmann, Nonparametrics, 1975).
class RankedValues {
 public:
  /// Finite values.
  explicit RankedValues(std::span<const double> values);
  /// @param inside  indices of values, each once; none or all of them, or values that are all the same: 1
  [[nodiscard]] double chanceOfHigherRanks(std::span<const std::size_t> inside) const;

 private:
  std::vector<double> m_ranks;
  double m_ties = 0;  ///< Σ(t³ − t) over groups of t equal values
};

/// Adjusted p: the smallest false-discovery rate at which a test is still found, min over j ≥ rank(i) of p_(j)·m/j, at
/// most 1 (Benjamini & Hochberg 1995).
[[nodiscard]] std::vector<double> benjaminiHochberg(std::span<const double> p);

/// 95 % interval of the median by the sign test: the k-th values from both ends, k the largest with
/// 2·P(Bin(n, ½) < k) ≤ 0.05. NaN for fewer than six values.
struct MedianInterval {
  double median = EvaluationRecord::kNone;
  double low = EvaluationRecord::kNone;
  double high = EvaluationRecord::kNone;
};
/// @param sorted  finite values
[[nodiscard]] MedianInterval medianInterval(std::span<const double> sorted);

}  // namespace ptycho
