#include "widgets/models/training_alerts.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include <QCoreApplication>

#include "widgets/models/curve_smoothing.h"

namespace ptycho {
namespace {

using Kind = TrainingAlert::Kind;

QString tr(const char* text) { return QCoreApplication::translate("TrainingAlert", text); }

QString stepText(double step) { return QString::number(step, 'f', 0); }

QString percentText(double share) { return QString::number(100 * share, 'f', 0); }

void addNotANumber(const TrainingCurves& curves, std::vector<TrainingAlert>& alerts) {
  const auto& train = curves.train;
  for (const auto& [values, name, always] : {std::tuple(&train.loss, tr("loss"), true),
                                             std::tuple(&train.gradient_norm, tr("gradient"), false)}) {
    const auto count =
        std::count_if(values->begin(), values->end(), [](double value) { return !std::isfinite(value); });
    // A gradient without a single number was never recorded; the loss always is.
    if (count == 0 || (!always && count == static_cast<std::ptrdiff_t>(values->size()))) continue;
    const auto first = std::find_if(values->begin(), values->end(), [](double value) { return !std::isfinite(value); });
    const auto row = static_cast<std::size_t>(first - values->begin());
    alerts.push_back(
        {Kind::NotANumber,
         tr("The %1 is not a number at step %2 (%3 in all).").arg(name, stepText(train.step[row])).arg(count), true});
  }
}

void addDivergence(const TrainingCurves& curves, std::vector<TrainingAlert>& alerts) {
  constexpr std::size_t kLeastRows = 20;
  constexpr double kShareOfSteps = 0.05;
  constexpr double kRatio = 3;
  const auto& train = curves.train;
  if (train.step.size() < kLeastRows) return;
  // The whole loss also rises while the weight of the diffraction term does.
  const bool parts = std::any_of(train.loss_mse.begin(), train.loss_mse.end(),
                                 [](double value) { return std::isfinite(value) && value > 0; });
  const auto& loss = parts ? train.loss_mse : train.loss;
  const auto smooth = smoothedCurve(train.step, loss, kShareOfSteps * (train.step.back() - train.step.front()));
  std::size_t least = 0;
  for (std::size_t i = 0; i < smooth.size(); ++i) {
    if (smooth[i] < smooth[least] || !std::isfinite(smooth[least])) least = i;
  }
  const double ratio = smooth.back() / smooth[least];
  if (!(smooth[least] > 0) || !(ratio > kRatio)) return;
  alerts.push_back({Kind::Divergence,
                    (parts ? tr("The training loss (MSE part) is %1 times what it was at step %2: it diverges.")
                           : tr("The training loss is %1 times what it was at step %2: it diverges."))
                        .arg(QString::number(ratio, 'f', 1), stepText(train.step[least])),
                    true});
}

void addWorseThanFlat(const TrainingCurves& curves, std::vector<TrainingAlert>& alerts) {
  const auto& rows = curves.validation;
  if (rows.step.empty() || rows.step.back() <= 0) return;
  for (const auto& [error, flat, name] :
       {std::tuple(rows.amplitude_nrmse.back(), rows.flat_amplitude_nrmse.back(), tr("amplitude")),
        std::tuple(rows.phase_nrmse.back(), rows.flat_phase_nrmse.back(), tr("phase"))}) {
    if (!(error > flat)) continue;
    alerts.push_back(
        {Kind::WorseThanFlat,
         tr("At step %1 its %2 is worse than answering a flat picture (NRMSE %3, flat %4).")
             .arg(stepText(rows.step.back()), name, QString::number(error, 'f', 3), QString::number(flat, 'f', 3)),
         true});
  }
}

void addGap(const TrainingCurves& curves, std::vector<TrainingAlert>& alerts) {
  const auto& rows = curves.validation;
  if (rows.step.empty() || rows.step.back() <= 0) return;
  std::optional<std::pair<double, QString>> widest;
  for (const auto& [moving, batch, name] :
       {std::tuple(rows.amplitude_nrmse.back(), rows.batch_amplitude_nrmse.back(), tr("amplitude")),
        std::tuple(rows.phase_nrmse.back(), rows.batch_phase_nrmse.back(), tr("phase"))}) {
    const double gap = moving / batch - 1;
    if (std::abs(gap) > kGapThreshold && (!widest || std::abs(gap) > std::abs(widest->first))) widest = {gap, name};
  }
  if (!widest) return;
  const QString way = widest->first > 0 ? tr("higher") : tr("lower");
  alerts.push_back({Kind::Gap,
                    tr("With the moving averages of batch normalisation its %1 error is %2 % %3 than with the "
                       "batch's own statistics: the averages do not fit yet.")
                        .arg(widest->second, percentText(std::abs(widest->first)), way),
                    false});
}

void addPlateau(const TrainingCurves& curves, std::vector<TrainingAlert>& alerts) {
  constexpr std::size_t kLeastValidations = 5;
  constexpr double kShareOfSteps = 0.4;
  const auto best = curves.bestValidation();
  if (best < 0) return;
  const auto& steps = curves.validation.step;
  const auto row = static_cast<std::size_t>(best);
  const std::size_t since = steps.size() - 1 - row;
  if (since < kLeastValidations || steps.back() - steps[row] < kShareOfSteps * steps.back()) return;
  alerts.push_back({Kind::Plateau,
                    tr("No better validation since step %1 (%2 validations).").arg(stepText(steps[row])).arg(since),
                    false});
}

void addDead(const TrainingCurves& curves, RunLiveness liveness, const QString& message,
             std::vector<TrainingAlert>& alerts) {
  const QString last =
      curves.train.step.empty() ? tr("no step") : tr("step %1").arg(stepText(curves.train.step.back()));
  if (liveness == RunLiveness::Lost) {
    alerts.push_back({Kind::Dead, tr("Its process is gone; the last it recorded is %1.").arg(last), true});
  } else if (liveness == RunLiveness::Failed) {
    const QString text = message.isEmpty() ? tr("It has failed; the last it recorded is %1.").arg(last)
                                           : tr("It has failed: %2 The last it recorded is %1.").arg(last, message);
    alerts.push_back({Kind::Dead, text, true});
  } else if (liveness == RunLiveness::Stuck) {
    alerts.push_back(
        {Kind::Dead, tr("No sign of life in the promised time; the last it recorded is %1.").arg(last), false});
  }
}

}  // namespace

std::vector<TrainingAlert> trainingAlerts(const TrainingCurves& curves, RunLiveness liveness,
                                          const QString& message) {
  std::vector<TrainingAlert> alerts;
  addDead(curves, liveness, message, alerts);
  addNotANumber(curves, alerts);
  addDivergence(curves, alerts);
  addWorseThanFlat(curves, alerts);
  addGap(curves, alerts);
  addPlateau(curves, alerts);
  std::stable_sort(alerts.begin(), alerts.end(), [](const auto& a, const auto& b) { return a.severe > b.severe; });
  return alerts;
}

}  // namespace ptycho
