#include <cmath>

#include <fmt/format.h>

#include "core/measured/conventions.h"
#include "core/measured/scan_planning.h"
#include "core/measured/scan_positions.h"

namespace ptycho {

const std::string& ScanPlan::convention(std::string_view key) const {
  static const std::string none;
  const Convention* found = findConvention(conventions, key);
  return found == nullptr ? none : found->value;
}

Result<DetailedPlan> planWith(const RawScan& raw, const ImportSpec& spec, std::vector<Convention> conventions) {
  const std::string file = raw.file.filename().string();
  if (!raw.patterns || raw.patterns->count() == 0) {
    return badInput(
        "holds no diffraction patterns (a result only?); give their file as patterns_file, or their data set as "
        "patterns_path.",
        file);
  }
  DetailedPlan detailed;
  detailed.decided = decidedSpec(spec, conventions);
  PTYCHO_TRY(detailed.sides, frameSides(raw, spec));
  const FrameSides& sides = detailed.sides;
  PTYCHO_TRY(ScanGeometry geometry, scanGeometry(raw, detailed.decided, sides));
  ScanPlan& plan = detailed.plan;
  PTYCHO_TRY(plan.patterns, keptPatterns(raw, spec));
  PTYCHO_TRY(plan.scan, windowsOf(raw, detailed.decided, plan.patterns, geometry.object_pixel_m, sides));
  plan.geometry = geometry.geometry;
  plan.object_pixel_m = geometry.object_pixel_m;
  plan.window_px = sides.window_px;
  plan.propagation =
      detailed.decided.propagation == PropagationChoice::NearField ? Propagation::NearField : Propagation::FarField;
  plan.conventions = std::move(conventions);
  for (Convention& convention : geometry.conventions) setConvention(plan.conventions, std::move(convention));
  detailed.stored_object_pixel_m = geometry.stored_object_pixel_m;
  detailed.notes = std::move(geometry.notes);
  const int wanted = spec.crop_px > 0 ? spec.crop_px : sides.stored_px;
  if (wanted != sides.crop_px) {
    detailed.notes.push_back(fmt::format("{} px were kept of {} px, so that bins of {} px fill an even window.",
                                         sides.crop_px, wanted, std::max(1, spec.bin)));
  }
  if (raw.patterns->rows() != raw.patterns->cols() && spec.crop_px == 0) {
    detailed.notes.push_back(fmt::format("The patterns of {} × {} px were cropped to a square of {} px.",
                                         raw.patterns->rows(), raw.patterns->cols(), sides.crop_px));
  }
  if (plan.patterns.size() != raw.patterns->count()) {
    detailed.notes.push_back(fmt::format("{} of {} patterns are kept.", plan.patterns.size(), raw.patterns->count()));
  }
  return detailed;
}

Result<ScanPlan> planScan(const RawScan& raw, const ImportSpec& spec) {
  PTYCHO_TRY(DetailedPlan detailed, planWith(raw, spec, resolveConventions(raw, spec)));
  return std::move(detailed.plan);
}

}  // namespace ptycho
