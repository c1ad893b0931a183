#include "core/study/study_report.h"

#include "core/base/atomic_file.h"
#include "core/study/report_html.h"
#include "core/study/study_table.h"

namespace ptycho {

Result<void> writeStudyReport(const StudyResults& results, const std::filesystem::path& study) {
  PTYCHO_CHECK(replaceFileText(study / study_file::kJson, jsonText(studyJson(results), 2) + "\n"));
  PTYCHO_CHECK(replaceFileText(study / study_file::kCsv, studyCsv(results)));
  PTYCHO_CHECK(replaceFileText(study / study_file::kMarkdown, studyMarkdown(results)));
  PTYCHO_CHECK(replaceFileText(study / study_file::kLatex, studyLatex(results)));
  return replaceFileText(study / study_file::kHtml, studyHtml(results, study));
}

}  // namespace ptycho
