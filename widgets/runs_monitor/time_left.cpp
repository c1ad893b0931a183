#include "widgets/runs_monitor/time_left.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <QCoreApplication>
#include <QStringList>

#include "widgets/models/run_row.h"

namespace ptycho {
namespace {

/// 0 where the specification does not say.
double loopNumber(const MonitoredRun& run, const char* name) {
  if (!run.spec) return 0;
  const Json::json_pointer place(std::string("/training/loop/") + name);
  const double number = run.spec->contains(place) ? jsonToNumber(run.spec->at(place)) : 0;
  return std::isfinite(number) ? number : 0;
}

/// Compute seconds of one step; not a number: unknown.
double pace(const TrainingCurves& curves) {
  constexpr double kWindow_s = 300;
  const auto& rows = curves.train;
  const double from = curves.resumed_at.empty() ? 0 : curves.resumed_at.back();
  if (rows.step.empty()) return std::nan("");
  const std::size_t last = rows.step.size() - 1;
  std::size_t first = last;
  while (first > 0 && rows.step[first - 1] > from && rows.seconds[last] - rows.seconds[first] < kWindow_s) --first;
  if (first == last) return std::nan("");
  return (rows.seconds[last] - rows.seconds[first]) / (rows.step[last] - rows.step[first]);
}

/// From the record before a validation to it by the clock, less the training in between; 0: unknown.
double validationDuration(const TrainingCurves& curves) {
  const auto& train = curves.train;
  const auto& rows = curves.validation;
  double sum = 0;
  int count = 0;
  for (std::size_t k = 0; k < rows.step.size(); ++k) {
    const auto after = std::upper_bound(train.step.begin(), train.step.end(), rows.step[k]);
    if (after == train.step.begin()) continue;
    const auto before = static_cast<std::size_t>(after - train.step.begin()) - 1;
    const double spent = rows.time_s[k] - train.time_s[before] - (rows.seconds[k] - train.seconds[before]);
    if (!(spent >= 0)) continue;
    sum += spent;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

}  // namespace

std::optional<double> timeLeft_s(const MonitoredRun& run) {
  const double steps = loopNumber(run, "steps");
  if (!run.curves || !(steps > 0)) return std::nullopt;
  const double stepTime = pace(*run.curves);
  if (!(stepTime > 0)) return std::nullopt;
  const double done = run.curves->train.step.back();
  double training = std::max(0.0, steps - done) * stepTime;
  const double limit_s = 60 * loopNumber(run, "budget_minutes");
  if (limit_s > 0) training = std::min(training, std::max(0.0, limit_s - run.curves->train.seconds.back()));
  const double end = std::round(done + training / stepTime);
  const double every = loopNumber(run, "validate_every");
  double validations = 0;
  if (every > 0 && end > done) {
    validations = std::floor(end / every) - std::floor(done / every);
    if (std::fmod(end, every) > 0) ++validations;  // the last step is always validated
  }
  return training + validations * validationDuration(*run.curves);
}

QString timeLeftText(const std::vector<MonitoredRun>& runs) {
  QStringList parts;
  const auto visible = std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.visible; });
  for (const MonitoredRun& run : runs) {
    if (!run.visible || run.liveness != RunLiveness::Running) continue;
    const auto left = timeLeft_s(run);
    if (!left) continue;
    const QString text = QCoreApplication::translate("TrainingMonitor", "about %1 left (step %2 of %3)")
                             .arg(durationText(*left))
                             .arg(run.curves->train.step.back(), 0, 'f', 0)
                             .arg(loopNumber(run, "steps"), 0, 'f', 0);
    parts << (visible > 1 ? run.name + QStringLiteral(": ") + text : text);
  }
  return parts.join(QStringLiteral("   "));
}

}  // namespace ptycho
