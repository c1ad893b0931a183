#pragma once

#include <vector>

#include <QString>

#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {

/// What the charts are drawn over.
enum class MonitorAxis {
  Step,
  Epoch,        ///< passes over the training images
  Images,       ///< training images seen
  ComputeTime,  ///< of training steps: pauses, validations and the time between two processes excluded
  SinceStart,   ///< since the first event, all included
  Clock,        ///< time of day
};

/// An axis as it is written: seconds become minutes or hours where there are many.
struct AxisScale {
  QString label;
  double factor = 1;  ///< of the numbers that axisPlaces() gives
  bool clock = false;
};

/// Where the rows of a run lie on the axis, in seconds, steps, epochs or images; not a number where the run does not
/// say.
[[nodiscard]] std::vector<double> trainPlaces(const MonitoredRun& run, const TrainingCurves::Train& rows,
                                              MonitorAxis axis);
[[nodiscard]] std::vector<double> validationPlaces(const MonitoredRun& run, const TrainingCurves::Validation& rows,
                                                   MonitorAxis axis);
/// Where a step lies; not a number before the first event.
[[nodiscard]] double placeOfStep(const MonitoredRun& run, double step, MonitorAxis axis);

/// @param longest  the greatest place that is shown
[[nodiscard]] AxisScale axisScale(MonitorAxis axis, double longest);
[[nodiscard]] QString axisName(MonitorAxis axis);
[[nodiscard]] QString axisHelp(MonitorAxis axis);
inline constexpr int kMonitorAxes = 6;

}  // namespace ptycho
