#pragma once

#include <vector>

#include "core/learn/named_tensor.h"
#include "core/learn/training_spec.h"

namespace ptycho {

/// What a validation came to, means over the held-out objects.
struct ValidationRecord {
  std::int64_t step = 0;
  double amplitude_nrmse = 0;        ///< evaluation mode (running statistics), what `best` goes by
  double phase_nrmse = 0;
  double batch_amplitude_nrmse = 0;  ///< with the statistics of the batch, as in training
  double batch_phase_nrmse = 0;
  double flat_amplitude_nrmse = 0;   ///< the flat baseline on the same objects
  double flat_phase_nrmse = 0;
  double seconds = 0;                ///< of training until then
  bool best = false;                 ///< the smallest amplitude + phase so far
};
[[nodiscard]] Json validationRecordToJson(const ValidationRecord& record);
[[nodiscard]] Result<ValidationRecord> validationRecordFromJson(const Json& json);

/// A network with its weights and where they come from.
struct TrainedNetwork {
  TrainingSpec spec;
  std::vector<NamedTensor> weights;  ///< parameters and running statistics, in the network's order
  ValidationRecord validation;       ///< of these weights
  std::vector<ValidationRecord> history;
};

}  // namespace ptycho
