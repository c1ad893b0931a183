#pragma once

#include "app/cli/import_job.h"

namespace ptycho::cli {

/// "516 patterns of 128 × 128 px, object 548 × 551 px, 29.3 nm pixels"
[[nodiscard]] std::string figuresText(const ImportFigures& figures);
/// {"patterns", "window_px", "object_rows", "object_cols", "object_pixel_m", "propagation", "geometry", "report"}
[[nodiscard]] Json importOutcomeJson(const ImportOutcome& outcome);

/// What the file is, every convention with its certainty and reason, checks with remedies, notes.
void printImportReport(const ImportReport& report);
/// The same, then the figures.
void printImportOutcome(const ImportOutcome& outcome);

}  // namespace ptycho::cli
