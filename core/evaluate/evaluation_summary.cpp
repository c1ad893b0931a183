#include "core/evaluate/evaluation_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace ptycho {

namespace {

double medianOf(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

double deviationOf(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return EvaluationRecord::kNone;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

ColumnSummary summarise(const Evaluation& evaluation, int method, const EvaluationColumn& column) {
  ColumnSummary summary;
  std::vector<double> values;
  for (const auto& record : evaluation.records) {
    if (record.method != method) continue;
    const double value = column.get(record);
    if (!std::isfinite(value)) {
      ++summary.not_finite;
      continue;
    }
    const bool worse = column.worst == WorstEnd::Lowest ? value < summary.worst : value > summary.worst;
    if (values.empty() || worse) {
      summary.worst = value;
      summary.worst_image = record.image;
    }
    values.push_back(value);
  }
  summary.count = values.size();
  if (values.empty()) return summary;
  summary.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  summary.deviation = deviationOf(values, summary.mean);
  summary.median = medianOf(std::move(values));
  return summary;
}

std::vector<double> meanRanks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t k = first; k < last; ++k) ranks[order[k]] = 0.5 * static_cast<double>(first + 1 + last);
    first = last;
  }
  return ranks;
}

double rankCorrelation(std::span<const double> a, std::span<const double> b) {
  std::vector<double> x, y;
  for (std::size_t k = 0; k < std::min(a.size(), b.size()); ++k) {
    if (!std::isfinite(a[k]) || !std::isfinite(b[k])) continue;
    x.push_back(a[k]);
    y.push_back(b[k]);
  }
  if (x.size() < 3) return EvaluationRecord::kNone;
  x = meanRanks(x);
  y = meanRanks(y);
  const double mean = 0.5 * static_cast<double>(x.size() + 1);
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    xy += (x[k] - mean) * (y[k] - mean);
    xx += (x[k] - mean) * (x[k] - mean);
    yy += (y[k] - mean) * (y[k] - mean);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : EvaluationRecord::kNone;
}

std::vector<FeatureInfluence> featureInfluences(const Evaluation& evaluation, int method) {
  const auto valuesOf = [&](const EvaluationColumn& column) {
    std::vector<double> values;
    for (const auto& record : evaluation.records) {
      if (record.method == method) values.push_back(column.get(record));
    }
    return values;
  };
  const std::vector<double> amplitude = valuesOf(evaluationColumn("amplitude_nrmse"));
  const std::vector<double> phase = valuesOf(evaluationColumn("phase_nrmse"));
  std::vector<FeatureInfluence> influences;
  for (const EvaluationColumn* feature : featureColumns()) {
    const std::vector<double> values = valuesOf(*feature);
    influences.push_back({feature, rankCorrelation(values, amplitude), rankCorrelation(values, phase)});
  }
  return influences;
}

std::string summaryText(const ColumnSummary& summary) {
  if (summary.count == 0) return "–";
  std::string text = fmt::format("{:.4f}", summary.mean);
  if (std::isfinite(summary.deviation)) text += fmt::format(" ± {:.4f}", summary.deviation);
  if (summary.not_finite > 0) text += fmt::format(" ({} of {})", summary.count, summary.count + summary.not_finite);
  return text;
}

Json summaryJson(const Evaluation& evaluation) {
  Json methods = Json::object();
  for (std::size_t m = 0; m < evaluation.methods.size(); ++m) {
    Json columns = Json::object();
    for (const auto& column : evaluationColumns()) {
      const ColumnSummary summary = summarise(evaluation, static_cast<int>(m), column);
      columns[column.key] = {{"mean", jsonNumber(summary.mean)},     {"std", jsonNumber(summary.deviation)},
                             {"median", jsonNumber(summary.median)}, {"worst", jsonNumber(summary.worst)},
                             {"worst_image", summary.worst_image},   {"count", summary.count},
                             {"not_finite", summary.not_finite}};
    }
    methods[evaluation.methods[m]] = std::move(columns);
  }
  return methods;
}

}  // namespace ptycho
