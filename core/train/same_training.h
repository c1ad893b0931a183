#pragma once

#include "core/base/error.h"
#include "core/learn/named_tensor.h"
#include "core/learn/training_spec.h"

namespace ptycho {

/// Whether a training that was begun with `begun` can go on with `now`: they must agree in all but loop.steps (the
/// schedule is then that of the new length), loop.budget_minutes, loop.validate_every, loop.record_every,
/// loop.checkpoint_every_s, loop.device, data.loader_threads and data.cache_gb. Errors name the field and both values.
[[nodiscard]] Result<void> checkSameTraining(const TrainingSpec& begun, const TrainingSpec& now);

/// Notes in a checkpoint what came from files beside the specification.
void noteSupplied(const SuppliedArrays& supplied, TrainingState& state);
/// Error when the checkpoint was made with another probe or other positions from a file.
[[nodiscard]] Result<void> checkSameSupplied(const TrainingState& state, const SuppliedArrays& supplied);

}  // namespace ptycho
