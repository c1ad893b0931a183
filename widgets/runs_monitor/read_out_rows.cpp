#include "widgets/runs_monitor/read_out_rows.h"

#include <algorithm>
#include <cmath>

namespace ptycho {
namespace {

/// The point nearest to the place, the last one without a place; none: −1.
std::ptrdiff_t nearestPoint(const ChartCurves::Main& main, std::optional<double> wanted) {
  const auto& x = main.curve.x;
  if (x.empty() || !wanted) return static_cast<std::ptrdiff_t>(x.size()) - 1;
  const auto nearer = [&](double a, double b) { return std::abs(a - *wanted) < std::abs(b - *wanted); };
  if (!main.sorted) return std::min_element(x.begin(), x.end(), nearer) - x.begin();
  const auto after = std::lower_bound(x.begin(), x.end(), *wanted);
  if (after == x.begin()) return 0;
  if (after == x.end() || !nearer(*after, *(after - 1))) return after - 1 - x.begin();
  return after - x.begin();
}

/// Points stand for rows in their order; rows without a place are missing among them.
template <class Rows>
std::size_t rowOfPoint(const Rows& rows, const std::vector<double>& places, std::size_t point) {
  if (places.empty()) return point;
  std::size_t row = 0;
  for (std::size_t seen = 0; row + 1 < rows.step.size(); ++row) {
    if (std::isfinite(places[row]) && seen++ == point) break;
  }
  return row;
}

template <class Rows>
void fill(ReadOutRow& row, const Rows& rows, std::size_t index) {
  row.step = rows.step[index];
  row.seconds = rows.seconds[index];
  row.time_s = rows.time_s[index];
}

}  // namespace

std::vector<ReadOutRow> readOutRows(MonitorChart chart, const std::vector<MonitoredRun>& runs, const MonitorView& view,
                                    std::optional<double> place, ChartCurves& made) {
  const bool validation = chartInfo(chart).validation;
  std::vector<ReadOutRow> out;
  for (const MonitoredRun& run : runs) {
    ReadOutRow& row = out.emplace_back(ReadOutRow{run.folder, run.name, run.colour, run.visible});
    if (!run.curves || !run.visible) continue;
    const auto main = made.mainCurve(chart, run, view);
    const auto nearest = nearestPoint(main, place);
    if (nearest < 0) continue;
    const auto point = static_cast<std::size_t>(nearest);
    row.known = true;
    row.smoothed = main.curve.y[point];
    row.value = main.curve.faint_y.empty() ? row.smoothed : main.curve.faint_y[point];
    const auto& train = run.curves->train;
    const auto& validations = run.curves->validation;
    const bool whole = main.curve.x.size() == (validation ? validations.step.size() : train.step.size());
    using Places = std::vector<double>;
    if (validation) {
      fill(row, validations,
           rowOfPoint(validations, whole ? Places{} : validationPlaces(run, validations, view.axis), point));
    } else {
      fill(row, train, rowOfPoint(train, whole ? Places{} : trainPlaces(run, train, view.axis), point));
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
