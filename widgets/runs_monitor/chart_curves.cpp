#include "widgets/runs_monitor/chart_curves.h"

#include <algorithm>
#include <cmath>

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
  const auto gone = [&runs](const QString& folder) {
    return std::none_of(runs.begin(), runs.end(), [&](const auto& run) { return run.folder == folder; });
  };
  std::erase_if(m_made, [&gone](const auto& item) { return gone(item.first.first); });
  std::erase_if(m_extents, [&gone](const auto& item) { return gone(item.first); });
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

std::vector<Curve> ChartCurves::companions(MonitorChart chart, const MonitoredRun& run, const MonitorView& view) {
  const bool validation = chartInfo(chart).validation;
  const TrainingCurves& known = *run.curves;
  std::vector<Curve> curves;
  const auto add = [&](const QString& suffix, std::vector<double> places, std::vector<double> values) {
    Curve curve = emptyCurve(run, suffix);
    curve.dashed = true;
    setRows(curve, std::move(places), std::move(values), view.scale.factor);
    if (!curve.x.empty()) curves.push_back(std::move(curve));
  };
  if (validation && view.batch_statistics) {
    add(QStringLiteral("#batch"), validationPlaces(run, known.validation, view.axis),
        batchValues(known.validation, chart));
  }
  const std::size_t pieces = validation ? known.discarded_validation.size() : known.discarded.size();
  for (std::size_t k = 0; view.discarded && k < pieces; ++k) {
    const QString suffix = QStringLiteral("#discarded%1").arg(k);
    if (validation) {
      const auto& piece = known.discarded_validation[k];
      add(suffix, validationPlaces(run, piece, view.axis), validationValues(piece, chart));
    } else {
      const auto& piece = known.discarded[k];
      add(suffix, trainPlaces(run, piece, view.axis), trainValues(piece, chart));
    }
  }
  return curves;
}

std::vector<Curve> ChartCurves::curves(MonitorChart chart, const std::vector<MonitoredRun>& runs,
                                       const MonitorView& view) {
  std::vector<Curve> curves;
  for (const MonitoredRun& run : runs) {
    if (!isShown(run)) continue;
    const Curve& main = mainCurve(chart, run, view).curve;
    if (!main.x.empty()) curves.push_back(main);
  }
  for (const MonitoredRun& run : runs) {
    if (!isShown(run)) continue;
    for (Curve& curve : companions(chart, run, view)) curves.push_back(std::move(curve));
  }
  return curves;
}

ShownExtent ChartCurves::extentOf(const MonitoredRun& run, MonitorAxis axis) {
  Extent& known = m_extents[run.folder];
  if (known.from == run.curves && known.spec == run.spec && known.axis == axis) return known.extent;
  ShownExtent extent;
  const auto& steps = run.curves->train.step;
  if (!steps.empty()) extent.step_span = steps.back() - steps.front();
  for (const auto& places :
       {trainPlaces(run, run.curves->train, axis), validationPlaces(run, run.curves->validation, axis)}) {
    for (const double place : places) {
      if (!std::isfinite(place)) continue;
      extent.low = std::min(extent.low, place);
      if (place > 0) extent.low_positive = std::min(extent.low_positive, place);
      extent.high = std::max(extent.high, place);
    }
  }
  extent.without_place = !(extent.low <= extent.high) && !steps.empty() ? 1 : 0;
  known = {run.curves, run.spec, axis, extent};
  return extent;
}

ShownExtent ChartCurves::extent(const std::vector<MonitoredRun>& runs, MonitorAxis axis) {
  ShownExtent all;
  for (const MonitoredRun& run : runs) {
    if (!isShown(run)) continue;
    const ShownExtent one = extentOf(run, axis);
    all.low = std::min(all.low, one.low);
    all.low_positive = std::min(all.low_positive, one.low_positive);
    all.high = std::max(all.high, one.high);
    all.step_span = std::max(all.step_span, one.step_span);
    all.without_place += one.without_place;
  }
  return all;
}

}  // namespace ptycho
