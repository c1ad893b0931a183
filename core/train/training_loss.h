#pragma once

#include <torch/torch.h>

#include "core/learn/training_spec.h"
#include "core/train/sample_tensors.h"

namespace ptycho {

/// The loss of some objects: the weighted sum, which is differentiated, and its parts without their weights.
struct LossTensors {
  torch::Tensor total;
  torch::Tensor mse;  ///< MSE(A) + MSE(φ)
  torch::Tensor l1;   ///< MAE(A) + MAE(φ)
  torch::Tensor dft;  ///< PHYSICS.md, section 8; undefined when the spec gives it no weight
};

/// LossSpec over the pixels that a window covers: means over objects and pixels.
/// @param channels         in [0, 1] [b, 2, rows, cols]
/// @param covered          1 where pixels count [rows, cols]; undefined: all do
/// @param diffractionWeight  λ at this step
[[nodiscard]] LossTensors trainingLoss(const torch::Tensor& channels, const Sample& sample,
                                       const torch::Tensor& covered, const LossSpec& spec, double diffractionWeight);

/// The same as numbers.
struct LossValues {
  double total = 0;
  double mse = 0;
  double l1 = 0;
  double dft = 0;  ///< NaN when it is not computed
};

}  // namespace ptycho
