#pragma once

#include <vector>

#include "core/measured/import_report.h"
#include "core/measured/looked_scan.h"

namespace ptycho {

/// What the values and shapes of the patterns say: "values", "saturation", "quantity", "zero_frequency",
/// "centre_of_mass", "propagation", "detector_pixel", "mask". One of each, Fine where nothing is wrong.
[[nodiscard]] std::vector<ImportCheck> patternChecks(const RawScan& raw, const LookedScan& looked);

/// What the positions say: "position_count", "scan_extent", "outliers", "step", "oversampling", "scan_axes".
/// @param probe  that a reconstruction would start from [modes, w, w]
[[nodiscard]] std::vector<ImportCheck> scanChecks(const RawScan& raw, const LookedScan& looked,
                                                  const ComplexStack& probe);

/// The report of an import: conventions, checks, notes.
[[nodiscard]] ImportReport reportOf(const RawScan& raw, const ImportSpec& spec, const LookedScan& looked,
                                    const ComplexStack& probe);

}  // namespace ptycho
