#pragma once

#include <string>
#include <vector>

#include "core/base/text_table.h"
#include "core/evaluate/evaluation.h"

namespace ptycho {

/// An evaluation as a row header names it.
struct NamedEvaluation {
  std::string name;
  const Evaluation* evaluation = nullptr;
};

/// A row for each method of each evaluation, "mean ± deviation" over its images for each of the columns
/// (evaluationColumns()); with `with_flat` first the flat picture of each evaluation, amplitude and phase only. The
/// evaluation's name stands in front where there are several.
/// A key that is no column throws std::invalid_argument.
[[nodiscard]] TextTable summaryTable(const std::vector<NamedEvaluation>& evaluations,
                                     const std::vector<std::string>& columns, bool with_flat);

/// The columns that papers show: both NRMSE, PSNR, SSIM, residual, seconds.
[[nodiscard]] const std::vector<std::string>& paperColumns();

}  // namespace ptycho
