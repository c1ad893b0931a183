#pragma once

#include <optional>
#include <vector>

#include "widgets/runs_monitor/chart_curves.h"

namespace ptycho {

/// What the cursor says about one run.
struct ReadOutRow {
  QString folder;
  QString name;
  QColor colour;
  bool visible = true;
  double value = 0;     ///< not a number: nothing there
  double smoothed = 0;  ///< the value itself where nothing is smoothed
  double step = 0;
  double seconds = 0;  ///< compute time
  double time_s = 0;   ///< since 1970; not a number where unknown
  bool known = false;  ///< the run has a sample
};

enum class ReadOutOrder { AsListed, Nearest, Ascending, Descending };

/// A row for every run, for hidden ones without numbers: their sample nearest to `place` on the view's axis, or the
/// last one.
/// @param made  curves that were drawn, so that nothing is smoothed again for a move of the pointer
[[nodiscard]] std::vector<ReadOutRow> readOutRows(MonitorChart chart, const std::vector<MonitoredRun>& runs,
                                                  const MonitorView& view, std::optional<double> place,
                                                  ChartCurves& made);
/// Runs without a value come last. @param pointer  value under the pointer, for the nearest first
void sortRows(std::vector<ReadOutRow>& rows, ReadOutOrder order, double pointer);

}  // namespace ptycho
