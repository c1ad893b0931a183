#pragma once

#include <string>
#include <vector>

#include "core/analyse/failure_causes.h"
#include "core/base/spec_json.h"

namespace ptycho {

/// What is known of why a method fails on some images of an evaluation.
struct FailureReport {
  std::string method;
  ErrorKind kind = ErrorKind::Sum;
  std::size_t images = 0;           ///< with an error
  std::size_t without_error = 0;
  double median = 0;
  std::vector<FailureCause> causes;
  std::vector<FailureSlice> slices;
  std::vector<ErrorBudgetRow> budget;
  std::vector<std::size_t> worst;   ///< indices into Evaluation::records, the worst first; those without an error lead
};

/// @param limit  of slices and worst images
[[nodiscard]] FailureReport failureReport(const Evaluation& evaluation, int method, ErrorKind kind, std::size_t limit);

/// "amplitude", "phase", "sum"
[[nodiscard]] std::string errorKindName(ErrorKind kind);
/// "amplitude NRMSE", "phase NRMSE", "amplitude + phase NRMSE"
[[nodiscard]] std::string errorTitle(ErrorKind kind);

/// Several lines, the last with its end.
[[nodiscard]] std::string failureReportText(const FailureReport& report, const Evaluation& evaluation);
[[nodiscard]] Json failureReportJson(const FailureReport& report, const Evaluation& evaluation);

}  // namespace ptycho
