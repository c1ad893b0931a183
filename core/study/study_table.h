#pragma once

#include <string>

#include "core/study/study_results.h"

namespace ptycho {

/// The comparison table: a line for each method, step and set of images with mean ± sample standard deviation over the
/// images, and the published value beside it. What is not measured yet is a dash with its state.
[[nodiscard]] std::string studyCsv(const StudyResults& results);       ///< RFC 4180, plain numbers
[[nodiscard]] std::string studyMarkdown(const StudyResults& results);
[[nodiscard]] std::string studyLatex(const StudyResults& results);     ///< a `tabular` that needs booktabs
/// Rows, trainings, children, specification and environment.
[[nodiscard]] Json studyJson(const StudyResults& results);

/// "0.0770 ± 0.0210 (18 of 20)", "–" with the state of what is missing.
[[nodiscard]] std::string cellText(const StudyRowResult& row, const ColumnSummary& summary);
/// "0.0770", "–"
[[nodiscard]] std::string publishedText(const StudyRowResult& row, bool phase);
/// The remark below a table with published values.
[[nodiscard]] std::string publishedNote();

}  // namespace ptycho
