#include "core/analyse/failure_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/evaluate/evaluation_summary.h"

namespace ptycho {

namespace {

std::string correlationText(const RankCorrelation& correlation) {
  if (!std::isfinite(correlation.rho)) return "–";
  return fmt::format("{:+.2f} [{:+.2f}, {:+.2f}]", correlation.rho, correlation.low, correlation.high);
}

Json correlationJson(const RankCorrelation& correlation) {
  return {{"rho", jsonNumber(correlation.rho)}, {"low", jsonNumber(correlation.low)},
          {"high", jsonNumber(correlation.high)}, {"count", correlation.count}};
}

std::string causesText(const std::vector<FailureCause>& causes) {
  std::string text =
      "causes: rank correlation with the error and its 95 % interval; confirmed means found in both halves of the "
      "images\n";
  std::vector<std::string> chance;
  for (const FailureCause& cause : causes) {
    if (!cause.all.isDistinguishable()) {
      if (std::isfinite(cause.all.rho)) chance.push_back(cause.feature->key);
      continue;
    }
    text += fmt::format("  {:<24}{}, held back {}{}\n", cause.feature->key, correlationText(cause.all),
                        correlationText(cause.held_back), cause.confirmed ? ", confirmed" : "");
  }
  if (!chance.empty()) text += fmt::format("  not distinguishable from none: {}\n", fmt::join(chance, ", "));
  return text;
}

std::string slicesText(const std::vector<FailureSlice>& slices) {
  if (slices.empty()) return "slices: none is worse than the rest beyond chance\n";
  std::string text = fmt::format("slices that are worse than the rest, of {} looked at\n", slices.front().tried);
  for (const FailureSlice& slice : slices) {
    text += fmt::format("  {}, {:.0f} % of the excess error, p = {:.1g}{}\n", slice.text(), 100 * slice.coverage,
                        slice.p_adjusted, slice.confirmed ? ", confirmed" : "");
  }
  return text;
}

std::string budgetText(const std::vector<ErrorBudgetRow>& budget) {
  std::string text = "where the squared amplitude error sits (places overlap)\n";
  for (const ErrorBudgetRow& row : budget) {
    text += row.images == 0 ? fmt::format("  {:<18}not recorded\n", row.place)
                            : fmt::format("  {:<18}{:3.0f} % of the error on {:3.0f} % of the object\n", row.place,
                                          100 * row.share, 100 * row.area);
  }
  return text;
}

}  // namespace

std::string errorKindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Amplitude: return "amplitude";
    case ErrorKind::Phase: return "phase";
    case ErrorKind::Sum: break;
  }
  return "sum";
}

std::string errorTitle(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Amplitude: return "amplitude NRMSE";
    case ErrorKind::Phase: return "phase NRMSE";
    case ErrorKind::Sum: break;
  }
  return "amplitude + phase NRMSE";
}

FailureReport failureReport(const Evaluation& evaluation, int method, ErrorKind kind, std::size_t limit) {
  FailureReport report{evaluation.methods[static_cast<std::size_t>(method)], kind, 0, 0, EvaluationRecord::kNone,
                       failureCauses(evaluation, method, kind), failureSlices(evaluation, method, kind, limit),
                       errorBudget(evaluation, method), {}};
  std::vector<double> errors;
  for (std::size_t k = 0; k < evaluation.records.size(); ++k) {
    if (evaluation.records[k].method != method) continue;
    report.worst.push_back(k);
    const double error = errorOf(evaluation.records[k], kind);
    if (std::isfinite(error)) errors.push_back(error);
  }
  report.images = errors.size();
  report.without_error = report.worst.size() - errors.size();
  if (!errors.empty()) {
    std::ranges::sort(errors);
    report.median = 0.5 * (errors[(errors.size() - 1) / 2] + errors[errors.size() / 2]);
  }
  std::ranges::stable_sort(report.worst, std::ranges::greater(), [&](std::size_t k) {
    const double error = errorOf(evaluation.records[k], kind);
    return std::isfinite(error) ? error : HUGE_VAL;
  });
  if (report.worst.size() > limit) report.worst.resize(limit);
  return report;
}

std::string failureReportText(const FailureReport& report, const Evaluation& evaluation) {
  std::string text = fmt::format("{}: {} images, median {} {:.4f}", report.method, report.images,
                                 errorTitle(report.kind), report.median);
  if (report.without_error > 0) text += fmt::format("; {} without an estimate take no part", report.without_error);
  text += fmt::format("\n{}{}{}worst images\n", causesText(report.causes), slicesText(report.slices),
                      budgetText(report.budget));
  for (const std::size_t k : report.worst) {
    const EvaluationRecord& record = evaluation.records[k];
    text += fmt::format("  {:<28}amplitude {:.4f}, phase {:.4f}{}{}\n", record.name, record.amplitude_nrmse,
                        record.phase_nrmse, record.problem.empty() ? "" : ": ", record.problem);
  }
  return text;
}

Json failureReportJson(const FailureReport& report, const Evaluation& evaluation) {
  Json causes = Json::array(), slices = Json::array(), budget = Json::array(), worst = Json::array();
  for (const FailureCause& cause : report.causes) {
    causes.push_back({{"feature", cause.feature->key}, {"all", correlationJson(cause.all)},
                      {"held_back", correlationJson(cause.held_back)}, {"confirmed", cause.confirmed}});
  }
  for (const FailureSlice& slice : report.slices) {
    Json ranges = Json::array();
    for (const FeatureRange& range : slice.ranges) {
      ranges.push_back({{"feature", range.feature->key}, {"low", range.low}, {"high", range.high},
                        {"end", range.is_highest ? "highest" : "lowest"}});
    }
    Json images = Json::array();
    for (const std::size_t k : slice.records) images.push_back(evaluation.records[k].image);
    slices.push_back({{"text", slice.text()}, {"ranges", ranges}, {"images", images}, {"mean", slice.mean},
                      {"rest", slice.rest}, {"coverage", slice.coverage}, {"p_adjusted", slice.p_adjusted},
                      {"tried", slice.tried}, {"confirmed", slice.confirmed}});
  }
  for (const ErrorBudgetRow& row : report.budget) {
    budget.push_back({{"place", row.place}, {"share", jsonNumber(row.share)}, {"area", jsonNumber(row.area)},
                      {"images", row.images}});
  }
  for (const std::size_t k : report.worst) {
    const EvaluationRecord& record = evaluation.records[k];
    worst.push_back({{"image", record.image}, {"name", record.name},
                     {"amplitude_nrmse", jsonNumber(record.amplitude_nrmse)},
                     {"phase_nrmse", jsonNumber(record.phase_nrmse)}, {"problem", record.problem}});
  }
  return {{"images", report.images}, {"without_error", report.without_error}, {"median", jsonNumber(report.median)},
          {"causes", causes}, {"slices", slices}, {"budget", budget}, {"worst", worst}};
}

}  // namespace ptycho
