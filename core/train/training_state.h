#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "core/learn/trained_network.h"
#include "core/network/object_network.h"
#include "core/train/adam.h"
#include "core/train/averaged_weights.h"
#include "core/train/training_health.h"

namespace ptycho {

/// How far a training has come, over all resumptions.
struct TrainingNumbers {
  std::int64_t step = 0;              ///< optimiser steps carried out
  std::int64_t validated_step = -1;   ///< step of the last validation
  double seconds = 0;                 ///< of training
  double waited_s = 0;                ///< of these, waiting for data
  DivergenceGuard guard;
  std::vector<ValidationRecord> history;
  std::optional<ValidationRecord> best;
};

/// The parts of a training that change.
struct TrainingParts {
  ObjectNetwork& network;
  Adam& optimiser;
  AveragedWeights* average;             ///< null without ema_decay
  TrainingNumbers& numbers;
  std::vector<NamedTensor>& best;       ///< weights of numbers.best
};

/// Everything as plain tensors and numbers; names as in training_layout.h.
[[nodiscard]] TrainingState packTraining(const TrainingSpec& spec, const TrainingParts& parts);
/// The other way. Errors: another specification (see checkSameTraining), tensors that do not fit.
[[nodiscard]] Result<void> unpackTraining(const TrainingState& state, const TrainingSpec& spec,
                                          const TrainingParts& parts);

}  // namespace ptycho
