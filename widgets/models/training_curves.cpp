#include "widgets/models/training_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace ptycho {
namespace {

using Train = TrainingCurves::Train;
using Validation = TrainingCurves::Validation;

/// NaN for a field that is not there or holds no number.
template <class Visitor>
void forEachColumn(Train& train, Visitor&& visit) {
  for (auto* column : {&train.step, &train.epoch, &train.seconds, &train.time_s, &train.loss, &train.loss_mse,
                       &train.learning_rate, &train.gradient_norm, &train.patterns_per_s, &train.loader_wait}) {
    visit(*column);
  }
}

template <class Visitor>
void forEachColumn(Validation& validation, Visitor&& visit) {
  for (auto* column : {&validation.step, &validation.seconds, &validation.time_s, &validation.amplitude_nrmse,
                       &validation.phase_nrmse, &validation.batch_amplitude_nrmse, &validation.batch_phase_nrmse,
                       &validation.flat_amplitude_nrmse, &validation.flat_phase_nrmse}) {
    visit(*column);
  }
  visit(validation.best);
}

/// Takes the rows from `first` on out of `rows`.
template <class Rows>
Rows cutFrom(Rows& rows, std::size_t first) {
  Rows tail = rows;
  const auto offset = static_cast<std::ptrdiff_t>(first);
  forEachColumn(tail, [offset](auto& column) { column.erase(column.begin(), column.begin() + offset); });
  forEachColumn(rows, [first](auto& column) { column.resize(first); });
  return tail;
}

/// Rows whose step is at most `step` come first, since steps only grow.
std::size_t rowsUpTo(const std::vector<double>& steps, double step) {
  return static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), step) - steps.begin());
}

void takeBack(TrainingCurves& curves, double step) {
  const std::size_t kept = rowsUpTo(curves.train.step, step);
  if (kept < curves.train.step.size()) curves.discarded.push_back(cutFrom(curves.train, kept));
  const std::size_t validated = rowsUpTo(curves.validation.step, step);
  if (validated < curves.validation.step.size()) {
    curves.discarded_validation.push_back(cutFrom(curves.validation, validated));
  }
}

/// A worker that began again without a checkpoint says nothing of it: its steps fall back.
void beginAgainAt(TrainingCurves& curves, double step) {
  const double before = std::nextafter(step, -std::numeric_limits<double>::infinity());
  takeBack(curves, before);
  curves.resumed_at.push_back(std::max(0.0, curves.train.step.empty() ? 0.0 : curves.train.step.back()));
}

void appendTrain(TrainingCurves& curves, const Json& event, double step) {
  Train& train = curves.train;
  if (!train.step.empty() && step <= train.step.back()) beginAgainAt(curves, step);
  train.step.push_back(step);
  train.epoch.push_back(numberAt(event, "epoch"));
  train.seconds.push_back(numberAt(event, "seconds"));
  train.time_s.push_back(numberAt(event, "time"));
  train.loss.push_back(numberAt(event, "loss"));
  train.loss_mse.push_back(numberAt(event, "loss_mse"));
  train.learning_rate.push_back(numberAt(event, "learning_rate"));
  train.gradient_norm.push_back(numberAt(event, "gradient_norm"));
  train.patterns_per_s.push_back(numberAt(event, "patterns_per_s"));
  train.loader_wait.push_back(numberAt(event, "loader_wait"));
}

void appendValidation(TrainingCurves& curves, const Json& event, double step) {
  Validation& validation = curves.validation;
  if (!validation.step.empty() && step < validation.step.back()) beginAgainAt(curves, step);
  // A resume from just before a validation makes it once more.
  if (!validation.step.empty() && step == validation.step.back()) {
    forEachColumn(validation, [](auto& column) { column.pop_back(); });
  }
  validation.step.push_back(step);
  validation.seconds.push_back(numberAt(event, "seconds"));
  validation.time_s.push_back(numberAt(event, "time"));
  validation.amplitude_nrmse.push_back(numberAt(event, "amplitude_nrmse"));
  validation.phase_nrmse.push_back(numberAt(event, "phase_nrmse"));
  validation.batch_amplitude_nrmse.push_back(numberAt(event, "batch_amplitude_nrmse"));
  validation.batch_phase_nrmse.push_back(numberAt(event, "batch_phase_nrmse"));
  validation.flat_amplitude_nrmse.push_back(numberAt(event, "flat_amplitude_nrmse"));
  validation.flat_phase_nrmse.push_back(numberAt(event, "flat_phase_nrmse"));
  const auto best = event.find("best");
  validation.best.push_back(best != event.end() && best->is_boolean() && best->get<bool>());
}

}  // namespace

std::int64_t TrainingCurves::bestValidation() const {
  std::int64_t best = -1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t row = 0; row < validation.step.size(); ++row) {
    // The untrained network is looked at but never counts, as in the training itself.
    const double error = validation.amplitude_nrmse[row] + validation.phase_nrmse[row];
    if (validation.step[row] <= 0 || !(error < least)) continue;
    least = error;
    best = static_cast<std::int64_t>(row);
  }
  return best;
}

void TrainingCurves::append(const std::vector<Json>& events) {
  for (const Json& event : events) {
    if (!event.is_object()) continue;
    const auto kind = event.find("kind");
    const double step = numberAt(event, "step");
    if (kind == event.end() || !kind->is_string() || !std::isfinite(step)) continue;
    const auto& word = kind->get_ref<const std::string&>();
    if (word == "train") {
      appendTrain(*this, event, step);
    } else if (word == "validation") {
      appendValidation(*this, event, step);
    } else if (word == "resumed") {
      takeBack(*this, step);
      resumed_at.push_back(step);
    }
  }
}

}  // namespace ptycho
