#pragma once

#include <limits>
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

/// Where the visible runs lie on the axis, and their longest span of steps.
struct ShownExtent {
  double low = std::numeric_limits<double>::infinity();
  double low_positive = std::numeric_limits<double>::infinity();  ///< for a logarithmic axis
  double high = -std::numeric_limits<double>::infinity();         ///< below low: nothing is shown
  double step_span = 0;
  int without_place = 0;  ///< runs with records, none of which is on this axis
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
  /// What belongs to the strong curve of a run that is shown.
  [[nodiscard]] static std::vector<Curve> companions(MonitorChart chart, const MonitoredRun& run,
                                                     const MonitorView& view);
  [[nodiscard]] ShownExtent extent(const std::vector<MonitoredRun>& runs, MonitorAxis axis);

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
  struct Extent {
    std::shared_ptr<const TrainingCurves> from;
    std::shared_ptr<const Json> spec;
    MonitorAxis axis = MonitorAxis::Step;
    ShownExtent extent;
  };
  [[nodiscard]] ShownExtent extentOf(const MonitoredRun& run, MonitorAxis axis);

  std::map<std::pair<QString, MonitorChart>, Made> m_made;
  std::map<QString, Extent> m_extents;
};

}  // namespace ptycho
