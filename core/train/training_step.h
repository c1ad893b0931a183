#pragma once

#include <cstddef>

#include "core/network/object_network.h"
#include "core/train/training_loss.h"

namespace ptycho {

/// What convolutions compute in.
[[nodiscard]] inline torch::ScalarType scalarType(Precision precision) {
  return precision == Precision::BFloat16 ? torch::kBFloat16 : torch::kFloat32;
}

/// What stays the same for all passes of a step.
struct PassSetup {
  const SampleTensors& tensors;
  const LossSpec& loss;
  Precision precision = Precision::Float32;
  double diffraction_weight = 0;
  double share = 1;  ///< of this pass in the mean over the step's batch
};

/// One forward and backward pass of a whole micro-batch: adds share × gradient of its loss to the gradients.
/// @return its loss, not multiplied by the share
[[nodiscard]] LossValues accumulateGradients(ObjectNetwork& network, const TrainingBatch& batch,
                                             const PassSetup& setup);

}  // namespace ptycho
