#pragma once

#include <vector>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/runs_monitor/monitor_chart.h"
#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {

/// What the validation errors of the visible runs are to be held against: the flat picture, above which the chart is
/// shaded if it is the same for all, and what the reference study published for their network, loss and scan. Values
/// that agree to 2 % share a
/// line.
/// @param flat, published  colours of the lines
[[nodiscard]] std::vector<ReferenceLine> referenceLines(MonitorChart chart, const std::vector<MonitoredRun>& runs,
                                                        const QColor& flat, const QColor& published);

}  // namespace ptycho
