#pragma once

#include <filesystem>
#include <vector>

#include "core/study/study_results.h"

namespace ptycho {

/// Names of a study's outputs in its folder.
namespace study_file {
inline constexpr const char* kJson = "study.json";
inline constexpr const char* kCsv = "table.csv";
inline constexpr const char* kMarkdown = "table.md";
inline constexpr const char* kLatex = "table.tex";
inline constexpr const char* kHtml = "report.html";
inline constexpr const char* kPdf = "report.pdf";  ///< written by programs that have the window's libraries
}  // namespace study_file

/// Writes all outputs anew, each in one step.
[[nodiscard]] Result<void> writeStudyReport(const StudyResults& results, const std::filesystem::path& study);

}  // namespace ptycho
