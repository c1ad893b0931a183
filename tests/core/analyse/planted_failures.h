#pragma once

#include <functional>
#include <random>
#include <string>

#include "core/evaluate/evaluation.h"

namespace ptycho::testing {

/// `count` images of one method whose features are uniform in [0, 1), all independent; the errors (amplitude and phase)
/// are 0.1 + 0.02·noise plus what `planted` makes of the record. The same for the same seed everywhere.
inline Evaluation evaluationWith(int count, const std::function<double(const EvaluationRecord&)>& planted,
                                 unsigned seed = 1) {
  std::mt19937 bits(seed);
  const auto uniform = [&bits] { return static_cast<double>(bits()) / 4294967296.0; };
  Evaluation evaluation;
  evaluation.methods = {"network"};
  evaluation.images = count;
  for (int k = 0; k < count; ++k) {
    EvaluationRecord record;
    record.image = k;
    record.name = "photo " + std::to_string(k) + ".jpg";
    record.features = {uniform(), uniform(), uniform(), uniform(), uniform(), uniform()};
    record.amplitude_nrmse = 0.1 + 0.02 * uniform() + planted(record);
    record.phase_nrmse = record.amplitude_nrmse;
    evaluation.records.push_back(record);
  }
  return evaluation;
}

}  // namespace ptycho::testing
