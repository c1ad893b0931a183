#include "widgets/runs_monitor/read_out_rows.h"

#include <algorithm>
#include <cmath>

#include "widgets/models/curve_smoothing.h"

namespace ptycho {
namespace {

/// The row nearest to the place among those that have one; none: −1.
std::ptrdiff_t nearestRow(const std::vector<double>& places, std::optional<double> wanted, double factor) {
  std::ptrdiff_t best = -1;
  if (!wanted) return static_cast<std::ptrdiff_t>(places.size()) - 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!std::isfinite(places[i])) continue;
    const double distance = std::abs(factor * places[i] - *wanted);
    if (best < 0 || distance < std::abs(factor * places[static_cast<std::size_t>(best)] - *wanted)) {
      best = static_cast<std::ptrdiff_t>(i);
    }
  }
  return best;
}

template <class Rows>
void fill(ReadOutRow& row, const Rows& rows, const std::vector<double>& values, std::size_t index) {
  row.known = true;
  row.value = row.smoothed = values[index];
  row.step = rows.step[index];
  row.seconds = rows.seconds[index];
  row.time_s = rows.time_s[index];
}

}  // namespace

std::vector<ReadOutRow> readOutRows(MonitorChart chart, const std::vector<MonitoredRun>& runs, const MonitorView& view,
                                    std::optional<double> place) {
  std::vector<ReadOutRow> out;
  for (const MonitoredRun& run : runs) {
    ReadOutRow row{run.folder, run.name, run.colour, run.visible};
    out.push_back(row);
    if (!run.curves) continue;
    const bool validation = chartInfo(chart).validation;
    const auto places = validation ? validationPlaces(run, run.curves->validation, view.axis)
                                   : trainPlaces(run, run.curves->train, view.axis);
    const auto nearest = nearestRow(places, place, view.scale.factor);
    if (nearest < 0) continue;
    const auto index = static_cast<std::size_t>(nearest);
    if (validation) {
      fill(out.back(), run.curves->validation, validationValues(run.curves->validation, chart), index);
      continue;
    }
    const auto& rows = run.curves->train;
    const auto& values = trainValues(rows, chart);
    fill(out.back(), rows, values, index);
    if (view.smoothing_length > 0 && chart != MonitorChart::LearningRate) {
      out.back().smoothed = smoothedCurve(rows.step, values, view.smoothing_length)[index];
    }
  }
  return out;
}

void sortRows(std::vector<ReadOutRow>& rows, ReadOutOrder order, double pointer) {
  if (order == ReadOutOrder::AsListed) return;
  const auto key = [order, pointer](const ReadOutRow& row) {
    if (order == ReadOutOrder::Nearest) return std::abs(row.smoothed - pointer);
    return order == ReadOutOrder::Ascending ? row.smoothed : -row.smoothed;
  };
  std::stable_sort(rows.begin(), rows.end(), [&key](const ReadOutRow& a, const ReadOutRow& b) {
    const bool aHas = a.known && a.visible && !std::isnan(a.smoothed);
    const bool bHas = b.known && b.visible && !std::isnan(b.smoothed);
    if (aHas != bHas) return aHas;
    return aHas && key(a) < key(b);
  });
}

}  // namespace ptycho
