#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/evaluate/evaluation.h"
#include "core/evaluate/evaluation_columns.h"

namespace ptycho {

/// Which number of a record is called its error.
enum class ErrorKind { Amplitude, Phase, Sum };
/// Amplitude NRMSE, phase NRMSE or A + φ; NaN where there is no estimate.
[[nodiscard]] double errorOf(const EvaluationRecord& record, ErrorKind kind);

/// Spearman's rank correlation ρ with its 95 % interval: tanh(artanh ρ ± 1.96·√((1 + ρ²/2)/(n − 3))) (Bonett & Wright
/// 2000). All NaN for fewer than four pairs of finite values.
struct RankCorrelation {
  double rho = EvaluationRecord::kNone;
  double low = EvaluationRecord::kNone;
  double high = EvaluationRecord::kNone;
  std::size_t count = 0;
  /// The interval leaves out 0.
  [[nodiscard]] bool isDistinguishable() const { return low > 0 || high < 0; }
};

/// How a feature of the images goes with a method's error.
struct FailureCause {
  const EvaluationColumn* feature = nullptr;
  RankCorrelation all;
  RankCorrelation held_back;  ///< of one half of the images, by a hash of their names
  bool confirmed = false;     ///< distinguishable in both halves, each taken alone, with the same sign
};
/// Over all features (featureColumns() and the error shares), by |ρ| over all images, the largest first; those without
/// a correlation last, in the order of the columns.
[[nodiscard]] std::vector<FailureCause> failureCauses(const Evaluation& evaluation, int method, ErrorKind kind);

/// low <= value < high (the highest bin: <= high).
struct FeatureRange {
  const EvaluationColumn* feature = nullptr;
  double low = 0;
  double high = 0;
  bool is_highest = false;  ///< of the feature's values: from `low` to the end
  [[nodiscard]] bool contains(double value) const;
};

/// Images that share one or two ranges of features, against the rest.
struct FailureSlice {
  std::vector<FeatureRange> ranges;  ///< one or two
  std::vector<std::size_t> records;  ///< indices into Evaluation::records
  double mean = 0;                   ///< mean error inside
  double rest = 0;                   ///< mean error outside
  double coverage = 0;               ///< share of the total excess error, Σ_inside max(0, e − median) / Σ_all
  double p_adjusted = 1;  ///< Mann-Whitney (one-sided), Benjamini-Hochberg over all tried, in the searching half
  std::size_t tried = 0;             ///< how many slices were looked at
  bool confirmed = false;            ///< worse than the rest, p < 0.05, in the held-back half alone
  [[nodiscard]] std::string text() const;  ///< "local contrast below 0.041: error × 1.8, n = 241"
};
/// Slices that are worse than the rest with p_adjusted < 0.05, by the difference of means times coverage, at most
/// `limit`. Ranges are the lowest and highest 10, 20 and 33 % of each feature, and pairs of the third ones that are
/// worse (p < 0.05) than the rest of either range alone. Limits and p come from the half of the images that is not
/// held back; numbers of images, means and coverage from all of them. Records without an error take no part.
[[nodiscard]] std::vector<FailureSlice> failureSlices(const Evaluation& evaluation, int method, ErrorKind kind,
                                                      std::size_t limit = 20);

/// Where the squared amplitude error of a method sits, mean over images of the record's shares.
struct ErrorBudgetRow {
  std::string place;   ///< "weak light", "seams of windows", "rim", "flat regions"
  double share = 0;    ///< of the squared error
  double area = 0;     ///< of the object; both NaN when they are not recorded
  std::size_t images = 0;  ///< with a share
};
[[nodiscard]] std::vector<ErrorBudgetRow> errorBudget(const Evaluation& evaluation, int method);

}  // namespace ptycho
