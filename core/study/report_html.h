#pragma once

#include <filesystem>
#include <string>

#include "core/study/report_curves.h"
#include "core/study/study_results.h"

namespace ptycho {

/// The whole report as one page of well-formed HTML that needs no other file and no network: the table, curves of the
/// trainings, worst images with pictures where estimates were kept, why images fail, all settings, command lines and
/// versions. Light and dark by the reader's setting. Print: the same for a renderer of simple HTML, whose images are
/// data as well.
/// @param study  the study's folder, for the kept estimates, which are read a row at a time
[[nodiscard]] std::string studyHtml(const StudyResults& results, const std::filesystem::path& study,
                                    ReportMedium medium = ReportMedium::Browser);

}  // namespace ptycho
