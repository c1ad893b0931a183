#pragma once

#include <optional>

#include "core/learn/training_spec.h"
#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {

/// The specification of a run's training; nothing while it is unknown or where this program does not understand it.
[[nodiscard]] std::optional<TrainingSpec> trainingSpecOf(const MonitoredRun& run);
/// Size of an object pixel in metres; 0 where unknown.
[[nodiscard]] double objectPixelOf(const MonitoredRun& run);

}  // namespace ptycho
