#include "widgets/runs_monitor/monitored_spec.h"

#include "core/optics/geometry.h"

namespace ptycho {

std::optional<TrainingSpec> trainingSpecOf(const MonitoredRun& run) {
  if (!run.spec || !run.spec->is_object() || !run.spec->contains("training")) return std::nullopt;
  auto spec = trainingSpecFromJson((*run.spec)["training"]);
  if (!spec) return std::nullopt;
  return std::move(*spec);
}

double objectPixelOf(const MonitoredRun& run) {
  const auto spec = trainingSpecOf(run);
  if (!spec) return 0;
  Geometry geometry = spec->simulation.geometry;
  geometry.detector_side_px = spec->simulation.probe.window_px;
  return objectPixelOf(geometry);
}

}  // namespace ptycho
