#include "widgets/runs_monitor/monitor_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCoreApplication>

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

QString tr(const char* text) { return QCoreApplication::translate("TrainingMonitor", text); }

std::vector<double> times(const std::vector<double>& values, double factor) {
  std::vector<double> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [factor](double value) { return factor * value; });
  return out;
}

/// Objects of one step; not a number while the specification is unknown.
double imagesPerStep(const MonitoredRun& run) {
  if (!run.spec) return kNaN;
  const Json::json_pointer place("/training/loop/batch_objects");
  return run.spec->contains(place) ? jsonToNumber(run.spec->at(place)) : kNaN;
}

/// Both grow in proportion.
double epochsPerStep(const TrainingCurves::Train& rows) {
  return rows.step.empty() || !(rows.step.back() > 0) ? kNaN : rows.epoch.back() / rows.step.back();
}

double firstTime(const TrainingCurves& curves) {
  double first = std::numeric_limits<double>::infinity();
  for (const auto* times : {&curves.train.time_s, &curves.validation.time_s}) {
    for (const double time : *times) {
      if (time < first) first = time;
    }
  }
  return std::isfinite(first) ? first : kNaN;
}

std::vector<double> sinceStart(const std::vector<double>& times, double first) {
  std::vector<double> out(times.size());
  std::transform(times.begin(), times.end(), out.begin(), [first](double time) { return time - first; });
  return out;
}

}  // namespace

std::vector<double> trainPlaces(const MonitoredRun& run, const TrainingCurves::Train& rows, MonitorAxis axis) {
  switch (axis) {
    case MonitorAxis::Step: return rows.step;
    case MonitorAxis::Epoch: return rows.epoch;
    case MonitorAxis::Images: return times(rows.step, imagesPerStep(run));
    case MonitorAxis::ComputeTime: return rows.seconds;
    case MonitorAxis::SinceStart: return sinceStart(rows.time_s, firstTime(*run.curves));
    case MonitorAxis::Clock: return rows.time_s;
  }
  return {};
}

std::vector<double> validationPlaces(const MonitoredRun& run, const TrainingCurves::Validation& rows,
                                     MonitorAxis axis) {
  switch (axis) {
    case MonitorAxis::Step: return rows.step;
    case MonitorAxis::Epoch: return times(rows.step, epochsPerStep(run.curves->train));
    case MonitorAxis::Images: return times(rows.step, imagesPerStep(run));
    case MonitorAxis::ComputeTime: return rows.seconds;
    case MonitorAxis::SinceStart: return sinceStart(rows.time_s, firstTime(*run.curves));
    case MonitorAxis::Clock: return rows.time_s;
  }
  return {};
}

double placeOfStep(const MonitoredRun& run, double step, MonitorAxis axis) {
  if (axis == MonitorAxis::Step) return step;
  const auto& steps = run.curves->train.step;
  const auto after = std::upper_bound(steps.begin(), steps.end(), step);
  if (after == steps.begin()) return kNaN;
  const auto places = trainPlaces(run, run.curves->train, axis);
  return places[static_cast<std::size_t>(after - steps.begin()) - 1];
}

AxisScale axisScale(MonitorAxis axis, double longest) {
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  const auto timed = [longest](const QString& name) -> AxisScale {
    if (longest > 3 * kHour) return {name + tr(" [h]"), 1 / kHour};
    if (longest > 3 * kMinute) return {name + tr(" [min]"), 1 / kMinute};
    return {name + tr(" [s]")};
  };
  switch (axis) {
    case MonitorAxis::Step: return {tr("step")};
    case MonitorAxis::Epoch: return {tr("epoch")};
    case MonitorAxis::Images: return {tr("images seen")};
    case MonitorAxis::ComputeTime: return timed(tr("compute time"));
    case MonitorAxis::SinceStart: return timed(tr("time since start"));
    case MonitorAxis::Clock: return {tr("clock time"), 1, true};
  }
  return {};
}

QString axisName(MonitorAxis axis) {
  switch (axis) {
    case MonitorAxis::Step: return tr("Step");
    case MonitorAxis::Epoch: return tr("Epoch");
    case MonitorAxis::Images: return tr("Images seen");
    case MonitorAxis::ComputeTime: return tr("Compute time");
    case MonitorAxis::SinceStart: return tr("Time since start");
    case MonitorAxis::Clock: return tr("Clock time");
  }
  return {};
}

QString axisHelp(MonitorAxis axis) {
  switch (axis) {
    case MonitorAxis::Step: return tr("Steps of the optimiser");
    case MonitorAxis::Epoch: return tr("Passes over all training images");
    case MonitorAxis::Images: return tr("Training images seen: steps × images of a step");
    case MonitorAxis::ComputeTime: return tr("Time spent in training steps; pauses and validations excluded");
    case MonitorAxis::SinceStart: return tr("Time since the first event; pauses included");
    case MonitorAxis::Clock: return tr("Time of day");
  }
  return {};
}

}  // namespace ptycho
