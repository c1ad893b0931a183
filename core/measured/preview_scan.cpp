#include <algorithm>

#include "core/measured/import_checks.h"
#include "core/measured/probe_start.h"

namespace ptycho {

Result<ScanPreview> previewScan(const RawScan& raw, const ImportSpec& spec, int most) {
  PTYCHO_TRY(LookedScan looked, lookAtScan(raw, spec, most));
  PTYCHO_TRY(ProbeStart start, startProbe(raw, looked.detailed, middleToCorner(looked.mean), brightPower(looked.sums)));
  ScanPreview preview;
  preview.report = reportOf(raw, spec, looked, start.probe);
  for (const auto* notes : {&looked.notes, &start.notes}) {
    preview.report.notes.insert(preview.report.notes.end(), notes->begin(), notes->end());
  }
  const ScanPlan& plan = looked.detailed.plan;
  const std::size_t spread = looked.look.spread;
  std::vector<std::size_t> shown;
  for (std::size_t quarter = 0; quarter <= 4; ++quarter) {
    const std::size_t place = quarter * (spread - 1) / 4;
    if (shown.empty() || shown.back() != place) shown.push_back(place);
  }
  preview.samples = RealStack(shown.size(), looked.mean.rows(), looked.mean.cols());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    preview.samples.assign(i, looked.windows.copy(shown[i]));
    preview.sample_indices.push_back(plan.patterns[looked.look.places[shown[i]]]);
  }
  preview.mean = std::move(looked.mean);
  preview.mask = std::move(looked.mask);
  preview.probe = start.probe.copy(0);
  preview.scan = plan.scan;
  preview.object_pixel_m = plan.object_pixel_m;
  preview.geometry = plan.geometry;
  preview.propagation = plan.propagation;
  preview.stored_count = raw.patterns->count();
  preview.stored_rows = raw.patterns->rows();
  preview.stored_cols = raw.patterns->cols();
  preview.stored_type = raw.patterns->typeText();
  return preview;
}

}  // namespace ptycho
