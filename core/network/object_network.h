#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>

#include "core/learn/named_tensor.h"
#include "core/learn/network_spec.h"
#include "core/network/scan_batch.h"

namespace ptycho {

/// A whole network, from the magnitudes of scans to objects: input scaling → patches → stitching → refinement of the
/// whole (PtychoNet+) → unrolled physics.
class ObjectNetwork : public torch::nn::Module {
 public:
  /// @return channels in [0, 1] [objects, 2, rows, cols], see OutputRange; 0 where no window reaches
  virtual torch::Tensor forward(const ScanBatch& batch) = 0;
};

/// Fresh weights from the seed: the same for the same spec, whatever was drawn before.
[[nodiscard]] std::shared_ptr<ObjectNetwork> makeObjectNetwork(const NetworkSpec& spec, std::uint64_t seed);

/// Parameters and buffers in their order, as plain bytes (always on the CPU, contiguous).
[[nodiscard]] std::vector<NamedTensor> networkWeights(const torch::nn::Module& network);
/// The other way. Errors: a tensor that is missing, too many, of another shape or type; nothing is changed then.
[[nodiscard]] Result<void> loadNetworkWeights(torch::nn::Module& network, const std::vector<NamedTensor>& weights);

/// One tensor as bytes and back.
[[nodiscard]] NamedTensor toNamedTensor(std::string name, const torch::Tensor& tensor);
[[nodiscard]] torch::Tensor fromNamedTensor(const NamedTensor& tensor);

}  // namespace ptycho
