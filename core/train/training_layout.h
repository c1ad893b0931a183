#pragma once

#include <vector>

#include "core/base/error.h"
#include "core/learn/named_tensor.h"
#include "core/learn/training_spec.h"

namespace ptycho {

/// Whether tensors of a checkpoint belong to a training of this spec, before memory is taken for them. A TrainingState
/// names them "weights.NAME" (parameters and running statistics), "adam_mean.NAME", "adam_square.NAME", "average.NAME"
/// (with ema_decay) and "best.NAME" (once there is a best), NAME as in networkLayout().
/// Errors name the first tensor that is missing, unknown, or of another shape or type.
[[nodiscard]] Result<void> checkTrainingLayout(const TrainingSpec& spec, const std::vector<TensorLayout>& found);

/// Whether a training that was begun with `begun` can go on with `now`: they must agree in all but loop.steps (the
/// schedule is then that of the new length), loop.budget_minutes, loop.validate_every, loop.record_every,
/// loop.checkpoint_every_s, loop.device, data.loader_threads and data.cache_gb. Errors name the field and both values.
[[nodiscard]] Result<void> checkSameTraining(const TrainingSpec& begun, const TrainingSpec& now);

}  // namespace ptycho
