#pragma once

#include <torch/torch.h>

#include "core/network/scan_batch.h"

namespace ptycho::test {

/// Simulated scans of smooth random objects, written with LibTorch's own transforms and nothing of core/network.
struct SimulatedBatch {
  ScanBatch batch;
  torch::Tensor truth;  ///< channels [objects, 2, H, W] in [0, 1]
};
struct BatchShape {
  std::int64_t objects = 1;
  std::int64_t window = 16;
  std::int64_t grid = 3;
  std::int64_t step = 5;
  std::uint64_t seed = 1;
};
[[nodiscard]] SimulatedBatch simulatedBatch(const BatchShape& shape = {});

/// Random numbers of a seed, whatever was drawn before.
[[nodiscard]] torch::Tensor randomNumbers(torch::IntArrayRef shape, std::uint64_t seed);

/// Windows cut from pictures [b, C, H, W] one by one → [b·n, C, w, w].
[[nodiscard]] torch::Tensor patchesOf(const torch::Tensor& pictures, const ScanBatch& batch);

/// Channels → complex128 object, by the formula of OutputRange.
[[nodiscard]] torch::Tensor plainObject(const torch::Tensor& channels, const OutputRange& range);

/// ‖a − b‖ / ‖b‖
[[nodiscard]] double distance(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace ptycho::test
