#include "widgets/runs_monitor/reference_lines.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QCoreApplication>

#include "core/learn/published_values.h"
#include "widgets/runs_monitor/monitored_spec.h"

namespace ptycho {
namespace {

std::optional<PublishedValue> publishedFor(const MonitoredRun& run) {
  const auto spec = trainingSpecOf(run);
  return spec ? publishedValueOf(*spec) : std::nullopt;
}

bool isThere(const std::vector<ReferenceLine>& lines, const ReferenceLine& line) {
  constexpr double kAgree = 0.02;
  return std::any_of(lines.begin(), lines.end(), [&line](const ReferenceLine& other) {
    return other.name == line.name && std::abs(other.value - line.value) <= kAgree * std::abs(other.value);
  });
}

}  // namespace

std::vector<ReferenceLine> referenceLines(MonitorChart chart, const std::vector<MonitoredRun>& runs, const QColor& flat,
                                          const QColor& published) {
  std::vector<ReferenceLine> lines;
  if (!chartInfo(chart).validation) return lines;
  const auto add = [&lines](ReferenceLine line) {
    if (std::isfinite(line.value) && !isThere(lines, line)) lines.push_back(std::move(line));
  };
  for (const MonitoredRun& run : runs) {
    if (!run.visible || !run.curves) continue;
    const auto& values = flatValues(run.curves->validation, chart);
    if (!values.empty()) add({QCoreApplication::translate("TrainingMonitor", "flat"), values.back(), flat, true});
  }
  // Above the lowest of several, a curve may well be below its own.
  if (lines.size() > 1) {
    for (ReferenceLine& line : lines) line.shade_above = false;
  }
  for (const MonitoredRun& run : runs) {
    if (!run.visible) continue;
    const auto value = publishedFor(run);
    if (!value) continue;
    const double error = chart == MonitorChart::Phase ? value->phase_nrmse : value->amplitude_nrmse;
    add({QCoreApplication::translate("TrainingMonitor", "published, %1, %2 px")
             .arg(QString::fromStdString(value->title))
             .arg(value->step_px),
         error, published});
  }
  return lines;
}

}  // namespace ptycho
