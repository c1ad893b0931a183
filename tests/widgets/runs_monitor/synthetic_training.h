#pragma once

#include <cmath>

#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho::test {

struct TrainingShape {
  int rows = 200;
  int every = 10;      ///< steps between records
  double level = 0.1;  ///< of the loss at the end
  bool times = true;   ///< time of day is recorded
};

/// A training as a worker records it: a loss that falls, validations every tenth record, flat at 0.16 and 0.41.
inline std::shared_ptr<TrainingCurves> syntheticCurves(const TrainingShape& shape = {}) {
  std::vector<Json> events;
  for (int row = 0; row <= shape.rows; ++row) {
    const double step = row * shape.every;
    const double loss = shape.level * (1 + 5 * std::exp(-5.0 * row / shape.rows)) * (1 + 0.2 * std::sin(3.7 * row));
    Json time = shape.times ? Json(1.7e9 + 2 * step) : Json("nan");
    if (row > 0) {
      events.push_back({{"kind", "train"},
                        {"step", step},
                        {"epoch", step / 100},
                        {"loss", loss},
                        {"learning_rate", 1e-3 * (1 - 0.9 * row / shape.rows)},
                        {"gradient_norm", loss * 2},
                        {"patterns_per_s", 50},
                        {"loader_wait", 0.01},
                        {"seconds", step},
                        {"time", time}});
    }
    if (row % 10 == 0) {
      events.push_back({{"kind", "validation"},
                        {"step", step},
                        {"amplitude_nrmse", loss},
                        {"phase_nrmse", 2 * loss},
                        {"batch_amplitude_nrmse", loss},
                        {"batch_phase_nrmse", 2 * loss},
                        {"flat_amplitude_nrmse", 0.16},
                        {"flat_phase_nrmse", 0.41},
                        {"seconds", step},
                        {"time", time}});
    }
  }
  auto curves = std::make_shared<TrainingCurves>();
  curves->append(events);
  return curves;
}

/// A run of which nothing has been read yet.
inline MonitoredRun unreadRun(const QString& name) {
  MonitoredRun run;
  run.folder = "/runs/" + name;
  run.name = name;
  return run;
}

inline MonitoredRun syntheticRun(const QString& name, const QColor& colour, const TrainingShape& shape = {}) {
  MonitoredRun run = unreadRun(name);
  run.colour = colour;
  run.liveness = RunLiveness::Running;
  run.curves = syntheticCurves(shape);
  Json spec;
  spec["training"]["loop"]["batch_objects"] = 4;
  run.spec = std::make_shared<Json>(spec);
  return run;
}

}  // namespace ptycho::test
