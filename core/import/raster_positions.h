#pragma once

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"

namespace ptycho {

/// Positions of a raster in the place of the scan's own ones: pattern k lies at column k mod c and row k / c, a step of
/// raster_step_nm apart, x along the lines. c is raster_columns, else the patterns' own raster (4D-STEM data sets
/// [scan rows, scan columns, rows, cols]). The last line may be cut short.
/// Errors: a positions_file as well; no number of columns; one that is not the patterns' own; no patterns.
[[nodiscard]] Result<void> takeRaster(const ImportSpec& spec, RawScan& scan);

}  // namespace ptycho
