#include "core/study/training_events.h"

#include <algorithm>
#include <cmath>

namespace ptycho {

namespace {

/// Drops what a training did after the step from which it went on.
void forgetAfter(StudyTrainingResult& training, double step) {
  std::erase_if(training.loss, [step](const auto& point) { return point.first > step; });
  std::erase_if(training.validation, [step](const ValidationPoint& point) { return point.step > step; });
}

void take(StudyTrainingResult& training, const Json& event) {
  const auto kind = event.is_object() ? event.find("kind") : event.end();
  if (kind == event.end() || !kind->is_string()) return;
  const double step = numberAt(event, "step");
  if (*kind == "resumed") {
    forgetAfter(training, step);
  } else if (*kind == "train") {
    training.loss.emplace_back(step, numberAt(event, "loss"));
    training.seconds = numberAt(event, "seconds");
    training.steps = step;
  } else if (*kind == "validation") {
    const ValidationPoint point{step, numberAt(event, "amplitude_nrmse"), numberAt(event, "phase_nrmse"),
                                numberAt(event, "flat_amplitude_nrmse"), numberAt(event, "flat_phase_nrmse")};
    std::erase_if(training.validation, [step](const ValidationPoint& other) { return other.step == step; });
    training.validation.push_back(point);
    if (step > 0) training.steps = step;
  }
}

}  // namespace

void readTrainingEvents(const std::filesystem::path& run, StudyTrainingResult& training) {
  EventBatch batch;
  do {
    batch = readEvents(run, batch.next_offset);
    for (const Json& event : batch.events) take(training, event);
  } while (!batch.events.empty());
}

}  // namespace ptycho
