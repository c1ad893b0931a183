#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/evaluate/evaluation_columns.h"

namespace ptycho {

/// One column of one method over the images. Values that are not finite (no estimate, a diverged one, an infinite PSNR)
/// are left out of the numbers and counted: whoever shows a mean shows the count too.
struct ColumnSummary {
  std::size_t count = 0;       ///< finite values
  std::size_t not_finite = 0;  ///< the others
  double mean = EvaluationRecord::kNone;
  double deviation = EvaluationRecord::kNone;  ///< of the sample, √(Σ(x − x̄)² / (n − 1)); NaN for one value
  double median = EvaluationRecord::kNone;     ///< of an even number the mean of the two in the middle
  double worst = EvaluationRecord::kNone;      ///< the highest or lowest value, see WorstEnd; of neither the highest
  std::int64_t worst_image = -1;               ///< the image that it belongs to; −1: none
};
[[nodiscard]] ColumnSummary summarise(const Evaluation& evaluation, int method, const EvaluationColumn& column);

/// 1 for the smallest value; equal ones share the mean of their ranks. NaN has no place in them.
[[nodiscard]] std::vector<double> meanRanks(std::span<const double> values);

/// Spearman's rank correlation of pairs of finite values (ties share their mean rank); NaN for fewer than three pairs
/// or one value throughout.
[[nodiscard]] double rankCorrelation(std::span<const double> a, std::span<const double> b);

/// How a feature of the images goes with a method's error, over the images.
struct FeatureInfluence {
  const EvaluationColumn* feature = nullptr;
  double amplitude = EvaluationRecord::kNone;  ///< rank correlation with the amplitude NRMSE
  double phase = EvaluationRecord::kNone;      ///< … with the phase NRMSE
};
[[nodiscard]] std::vector<FeatureInfluence> featureInfluences(const Evaluation& evaluation, int method);

/// "0.0146 ± 0.0121"; with "(18 of 20)" behind it where values are not finite, "–" without any.
[[nodiscard]] std::string summaryText(const ColumnSummary& summary);
/// {method: {column: {"mean": …, "std": …, "median": …, "worst": …, "worst_image": …, "count": …, "not_finite": …}}}
[[nodiscard]] Json summaryJson(const Evaluation& evaluation);

}  // namespace ptycho
