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

}  // namespace ptycho
