#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/runs_monitor/monitor_axis.h"
#include "widgets/runs_monitor/monitor_chart.h"

namespace ptycho {

/// How all charts are drawn.
struct MonitorView {
  MonitorAxis axis = MonitorAxis::Step;
  AxisScale scale;
  double smoothing = 0.6;       ///< 0 … 0.999
  double smoothing_length = 0;  ///< in steps
  bool batch_statistics = true;
  bool discarded = false;
};

/// Curves of the charts; keeps what it has made of a run for as long as neither run nor view change, so that switching
/// one of many runs costs that one alone.
class ChartCurves {
 public:
  /// Drops what belongs to runs that are no longer there.
  void keepOnly(const std::vector<MonitoredRun>& runs);
  /// One strong curve (id = folder) for each visible run with data, with what was measured behind it; then its
  /// companions: the dashed batch statistics, and what a resume took back.
  [[nodiscard]] std::vector<Curve> curves(MonitorChart chart, const std::vector<MonitoredRun>& runs,
                                          const MonitorView& view);

  /// The same curve of one run, read or not, without a copy: x sorted where `sorted`.
  struct Main {
    const Curve& curve;
    bool sorted;
  };
  [[nodiscard]] Main mainCurve(MonitorChart chart, const MonitoredRun& run, const MonitorView& view);

 private:
  struct Made {
    std::shared_ptr<const TrainingCurves> from;
    std::shared_ptr<const Json> spec;
    MonitorAxis axis;
    double factor;
    double length;
    Curve curve;
    bool sorted;  ///< its places only grow; clocks may fall back
  };
  std::map<std::pair<QString, MonitorChart>, Made> m_made;
};

/// The greatest place on the axis and the longest span of steps among the visible runs.
struct ShownExtent {
  double low = 0;
  double low_positive = 0;  ///< for a logarithmic axis
  double high = 0;          ///< below low: nothing is shown
  double step_span = 0;
  int without_place = 0;  ///< runs with records, none of which is on this axis
};
[[nodiscard]] ShownExtent shownExtent(const std::vector<MonitoredRun>& runs, MonitorAxis axis);

}  // namespace ptycho
