#include "core/analyse/method_comparison.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/analyse/rank_tests.h"

namespace ptycho {

namespace {

constexpr double kSameFeature = 1e-6;  ///< relative: another compiler's rounding, not another picture

bool sameFeatures(const EvaluationRecord& a, const EvaluationRecord& b) {
  return std::ranges::all_of(featureColumns(), [&](const EvaluationColumn* column) {
    const double x = column->get(a), y = column->get(b);
    if (std::isnan(x) || std::isnan(y)) return std::isnan(x) && std::isnan(y);
    return std::abs(x - y) <= kSameFeature * std::max(std::abs(x), std::abs(y));
  });
}

}  // namespace

MethodComparison compareMethods(const Evaluation& a, int method_a, const Evaluation& b, int method_b, ErrorKind kind,
                                double threshold) {
  std::multimap<std::string, std::size_t> unmatched;
  for (std::size_t k = 0; k < b.records.size(); ++k) {
    if (b.records[k].method == method_b) unmatched.emplace(b.records[k].name, k);
  }
  MethodComparison comparison;
  for (std::size_t k = 0; k < a.records.size(); ++k) {
    const EvaluationRecord& record = a.records[k];
    if (record.method != method_a) continue;
    const auto [first, last] = unmatched.equal_range(record.name);
    const auto partner = std::find_if(
        first, last, [&](const auto& candidate) { return sameFeatures(record, b.records[candidate.second]); });
    if (partner == last) {
      comparison.only_a.push_back(k);
      continue;
    }
    const double change = errorOf(b.records[partner->second], kind) - errorOf(record, kind);
    if (std::isfinite(change)) comparison.images.push_back({k, partner->second, change});
    else ++comparison.not_finite;
    unmatched.erase(partner);
  }
  for (const auto& [name, k] : unmatched) comparison.only_b.push_back(k);
  std::ranges::sort(comparison.only_b);
  std::ranges::stable_sort(comparison.images, {}, &ComparedImage::change);
  std::vector<double> changes;
  for (const ComparedImage& image : comparison.images) {
    changes.push_back(image.change);
    if (image.change < -threshold) ++comparison.improved;
    if (image.change > threshold) ++comparison.regressed;
  }
  const MedianInterval interval = medianInterval(changes);
  comparison.median_change = interval.median;
  comparison.low = interval.low;
  comparison.high = interval.high;
  return comparison;
}

}  // namespace ptycho
