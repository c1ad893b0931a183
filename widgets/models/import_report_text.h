#pragma once

#include <QString>

#include "core/measured/import_report.h"

namespace ptycho {

/// "CXI, as PyNX writes it · 3 conventions assumed · 1 warning"
[[nodiscard]] QString importSummary(const ImportReport& report);

/// The whole report as rich text: every convention with its certainty and reason, what the checks found, notes.
[[nodiscard]] QString importReportHtml(const ImportReport& report);

}  // namespace ptycho
