#pragma once

#include <vector>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/models/curve_groups.h"
#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {

/// A way to put runs together: by a field of their specification.
struct GroupField {
  QString path;   ///< "/training/loop/batch_objects"; empty: runs that differ in their seeds at most
  QString label;  ///< "batch_objects (loop)"
  QString name;   ///< "batch_objects", for the legend
};

/// Fields in which the runs differ, after the field of seeds apart. Nothing for fewer than two known specifications.
[[nodiscard]] std::vector<GroupField> groupFields(const std::vector<MonitoredRun>& runs);
/// What a run has there: runs with the same text are one group. Empty while its specification is unknown.
[[nodiscard]] QString groupText(const MonitoredRun& run, const GroupField& field);

/// Every group's curves become one with its spread; a group of one stays as it is but for its name. Curves of runs that
/// `runs` does not hold, and companions (dashed ones), are left out.
[[nodiscard]] std::vector<Curve> groupedCurves(const std::vector<Curve>& curves, const std::vector<MonitoredRun>& runs,
                                               const GroupField& field, GroupCentre centre, GroupSpread spread);

}  // namespace ptycho
