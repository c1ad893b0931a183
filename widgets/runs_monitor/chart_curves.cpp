#include "widgets/runs_monitor/chart_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/models/curve_smoothing.h"

namespace ptycho {
namespace {

bool isShown(const MonitoredRun& run) { return run.visible && run.curves != nullptr; }

/// Rows without a place on the axis (clock times of old runs) are left out.
void dropRowsWithoutPlace(Curve& curve) {
  const auto placed = [](double place) { return std::isfinite(place); };
  if (std::all_of(curve.x.begin(), curve.x.end(), placed)) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    if (!placed(curve.x[i])) continue;
    curve.x[kept] = curve.x[i];
    curve.y[kept] = curve.y[i];
    if (!curve.faint_y.empty()) curve.faint_y[kept] = curve.faint_y[i];
    ++kept;
  }
  curve.x.resize(kept);
  curve.y.resize(kept);
  if (!curve.faint_y.empty()) curve.faint_y.resize(kept);
}

Curve emptyCurve(const MonitoredRun& run, const QString& suffix) {
  Curve curve;
  curve.id = run.folder + suffix;
  curve.name = run.name;
  curve.colour = run.colour;
  curve.group = run.folder;
  return curve;
}

void setRows(Curve& curve, std::vector<double> places, std::vector<double> values, double factor) {
  for (double& place : places) place *= factor;
  curve.x = std::move(places);
  curve.y = std::move(values);
  dropRowsWithoutPlace(curve);
}

Curve validationCurve(MonitorChart chart, const MonitoredRun& run, const MonitorView& view) {
  Curve curve = emptyCurve(run, {});
  setRows(curve, validationPlaces(run, run.curves->validation, view.axis),
          validationValues(run.curves->validation, chart), view.scale.factor);
  // Only where no row was left out is the best one still in its place.
  const auto best = run.curves->bestValidation();
  if (best >= 0 && curve.x.size() == run.curves->validation.step.size()) {
    curve.rings = {static_cast<std::size_t>(best)};
  }
  return curve;
}

Curve trainCurve(MonitorChart chart, const MonitoredRun& run, const MonitorView& view) {
  Curve curve = emptyCurve(run, {});
  const auto& rows = run.curves->train;
  const auto& values = trainValues(rows, chart);
  const bool smooth = view.smoothing_length > 0 && chart != MonitorChart::LearningRate;  // that one is exact
  if (smooth) curve.faint_y = values;
  setRows(curve, trainPlaces(run, rows, view.axis),
          smooth ? smoothedCurve(rows.step, values, view.smoothing_length) : values, view.scale.factor);
  return curve;
}

}  // namespace

void ChartCurves::keepOnly(const std::vector<MonitoredRun>& runs) {
  std::erase_if(m_made, [&runs](const auto& item) {
    return std::none_of(runs.begin(), runs.end(), [&](const auto& run) { return run.folder == item.first.first; });
  });
}

ChartCurves::Main ChartCurves::mainCurve(MonitorChart chart, const MonitoredRun& run, const MonitorView& view) {
  Made& made = m_made[{run.folder, chart}];
  const bool validation = chartInfo(chart).validation;
  const double length = validation ? 0 : view.smoothing_length;
  if (made.from != run.curves || made.spec != run.spec || made.axis != view.axis || made.length != length ||
      made.factor != view.scale.factor) {
    Curve curve = validation ? validationCurve(chart, run, view) : trainCurve(chart, run, view);
    const bool sorted = std::is_sorted(curve.x.begin(), curve.x.end());
    made = {run.curves, run.spec, view.axis, view.scale.factor, length, std::move(curve), sorted};
  }
  made.curve.name = run.name;
  made.curve.colour = run.colour;
  return {made.curve, made.sorted};
}

std::vector<Curve> ChartCurves::curves(MonitorChart chart, const std::vector<MonitoredRun>& runs,
                                       const MonitorView& view) {
  std::vector<Curve> curves;
  for (const MonitoredRun& run : runs) {
    if (!isShown(run)) continue;
    const Curve& main = mainCurve(chart, run, view).curve;
    if (!main.x.empty()) curves.push_back(main);
  }
  const bool validation = chartInfo(chart).validation;
  for (const MonitoredRun& run : runs) {
    if (!isShown(run)) continue;
    if (validation && view.batch_statistics) {
      Curve batch = emptyCurve(run, QStringLiteral("#batch"));
      batch.dashed = true;
      setRows(batch, validationPlaces(run, run.curves->validation, view.axis),
              batchValues(run.curves->validation, chart), view.scale.factor);
      if (!batch.x.empty()) curves.push_back(std::move(batch));
    }
    for (std::size_t k = 0; validation && view.discarded && k < run.curves->discarded_validation.size(); ++k) {
      const auto& piece = run.curves->discarded_validation[k];
      Curve curve = emptyCurve(run, QStringLiteral("#discarded%1").arg(k));
      curve.dashed = true;
      setRows(curve, validationPlaces(run, piece, view.axis), validationValues(piece, chart), view.scale.factor);
      curves.push_back(std::move(curve));
    }
    for (std::size_t k = 0; !validation && view.discarded && k < run.curves->discarded.size(); ++k) {
      const auto& piece = run.curves->discarded[k];
      Curve curve = emptyCurve(run, QStringLiteral("#discarded%1").arg(k));
      curve.dashed = true;
      setRows(curve, trainPlaces(run, piece, view.axis), trainValues(piece, chart), view.scale.factor);
      curves.push_back(std::move(curve));
    }
  }
  return curves;
}

ShownExtent shownExtent(const std::vector<MonitoredRun>& runs, MonitorAxis axis) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  ShownExtent extent{kInfinity, kInfinity, -kInfinity, 0, 0};
  for (const MonitoredRun& run : runs) {
    if (!isShown(run)) continue;
    const auto& steps = run.curves->train.step;
    if (!steps.empty()) extent.step_span = std::max(extent.step_span, steps.back() - steps.front());
    bool placed = false;
    for (const auto& places :
         {trainPlaces(run, run.curves->train, axis), validationPlaces(run, run.curves->validation, axis)}) {
      for (const double place : places) {
        if (!std::isfinite(place)) continue;
        placed = true;
        extent.low = std::min(extent.low, place);
        if (place > 0) extent.low_positive = std::min(extent.low_positive, place);
        extent.high = std::max(extent.high, place);
      }
    }
    if (!placed && !steps.empty()) ++extent.without_place;
  }
  return extent;
}

}  // namespace ptycho
