#pragma once

#include <filesystem>
#include <string>

#include "core/study/report_curves.h"
#include "core/study/study_results.h"

namespace ptycho {

/// For each row of the table that has been measured: what goes with its error, slices that are worse than the rest,
/// where the error sits, and pictures of the worst images where estimates were kept.
[[nodiscard]] std::string failuresHtml(const StudyResults& results, const std::filesystem::path& study,
                                       ReportMedium medium = ReportMedium::Browser);

}  // namespace ptycho
