#pragma once

#include <string>

#include "core/study/report_curves.h"
#include "core/study/study_results.h"

namespace ptycho {

/// Curves of the trainings at each step of the study: loss (raw faint, smoothed strong), validation errors beside the
/// flat picture and the published values; nothing for a study without trainings.
[[nodiscard]] std::string trainingsHtml(const StudyResults& results,
                                        ReportMedium medium = ReportMedium::Browser);

}  // namespace ptycho
