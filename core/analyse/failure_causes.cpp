#include "core/analyse/failure_causes.h"

#include <algorithm>
#include <cmath>

#include "core/analyse/image_halves.h"
#include "core/analyse/rank_tests.h"

namespace ptycho {

namespace {

RankCorrelation correlationIn(const MethodErrors& of, const std::vector<double>& values, bool heldBack) {
  std::vector<double> feature, error;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (of.held_back[k] != heldBack) continue;
    feature.push_back(values[k]);
    error.push_back(of.errors[k]);
  }
  return correlateRanks(feature, error);
}

}  // namespace

double errorOf(const EvaluationRecord& record, ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Amplitude: return record.amplitude_nrmse;
    case ErrorKind::Phase: return record.phase_nrmse;
    case ErrorKind::Sum: return record.amplitude_nrmse + record.phase_nrmse;
  }
  return EvaluationRecord::kNone;
}

std::vector<FailureCause> failureCauses(const Evaluation& evaluation, int method, ErrorKind kind) {
  const MethodErrors of(evaluation, method, kind);
  std::vector<FailureCause> causes;
  for (const EvaluationColumn* feature : causeColumns()) {
    const std::vector<double> values = of.valuesOf(evaluation, *feature);
    FailureCause cause{feature, correlateRanks(values, of.errors), correlationIn(of, values, true), false};
    const RankCorrelation first = correlationIn(of, values, false);
    cause.confirmed = first.isDistinguishable() && cause.held_back.isDistinguishable() &&
                      (first.rho > 0) == (cause.held_back.rho > 0);
    causes.push_back(cause);
  }
  std::ranges::stable_sort(causes, [](const FailureCause& a, const FailureCause& b) {
    const auto strength = [](const FailureCause& cause) {
      return std::isfinite(cause.all.rho) ? std::abs(cause.all.rho) : -1;
    };
    return strength(a) > strength(b);
  });
  return causes;
}

std::vector<ErrorBudgetRow> errorBudget(const Evaluation& evaluation, int method) {
  struct Place {
    const char* name;
    double ErrorShares::* share;
    double ErrorShares::* area;
  };
  static constexpr Place kPlaces[] = {{"weak light", &ErrorShares::dark, &ErrorShares::dark_area},
                                      {"seams of windows", &ErrorShares::seam, &ErrorShares::seam_area},
                                      {"rim", &ErrorShares::rim, &ErrorShares::rim_area},
                                      {"flat regions", &ErrorShares::uniform, &ErrorShares::uniform_area}};
  std::vector<ErrorBudgetRow> rows;
  for (const Place& place : kPlaces) {
    ErrorBudgetRow row{place.name, 0, 0, 0};
    for (const auto& record : evaluation.records) {
      const double share = record.shares.*place.share;
      if (record.method != method || !std::isfinite(share)) continue;
      row.share += share;
      row.area += record.shares.*place.area;
      ++row.images;
    }
    const double images = row.images > 0 ? static_cast<double>(row.images) : EvaluationRecord::kNone;
    row.share /= images;
    row.area /= images;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace ptycho
