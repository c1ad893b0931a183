#include "core/import/raster_positions.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/import/text_positions.h"

namespace ptycho {

Result<void> takeRaster(const ImportSpec& spec, RawScan& scan) {
  if (!spec.positions_file.empty()) {
    return badInput("is given beside positions_file; positions come from one of them.", "raster_step_nm");
  }
  if (!scan.patterns) return badInput("is given, but the file holds no patterns.", "raster_step_nm");
  const std::uint64_t count = scan.patterns->count();
  const auto stored = scan.patterns->raster();
  const auto asked = static_cast<std::uint64_t>(std::max(0, spec.raster_columns));
  if (asked == 0 && !stored) {
    return badInput(fmt::format("is needed for the raster: the {} patterns are stored one after another.", count),
                    "raster_columns");
  }
  if (asked > 0 && stored && asked != (*stored)[1]) {
    return badInput(fmt::format("is {}, but the patterns are stored as {} lines of {}; leave it at 0.", asked,
                                (*stored)[0], (*stored)[1]), "raster_columns");
  }
  const std::uint64_t columns = stored ? (*stored)[1] : asked;
  const double step_m = spec.raster_step_nm * 1e-9;
  GivenPositions raster;
  raster.values.reserve(count);
  for (std::uint64_t k = 0; k < count; ++k) {
    raster.values.push_back({static_cast<double>(k % columns) * step_m, static_cast<double>(k / columns) * step_m});
  }
  raster.conventions = {{"position_unit", "m", Certainty::Stated, "The raster's step is given."},
                        {"position_axes", "xy", Certainty::Assumed,
                         "The patterns of a line follow one another, and lines are scanned along x."}};
  raster.notes.push_back(fmt::format("Positions are a raster of {} columns, {:.6g} nm apart{}.", columns,
                                     spec.raster_step_nm,
                                     scan.positions.empty() ? "" : ", in the place of the file's"));
  if (count % columns != 0) {
    raster.notes.push_back(fmt::format("Its last line has {} of {} patterns.", count % columns, columns));
  }
  takePositions(std::move(raster), scan);
  return {};
}

}  // namespace ptycho
