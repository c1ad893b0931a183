#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

namespace ptycho {

/// The pattern, reduced by 2, 4 and 8 (means over squares), joins stages 2 to 4 of an encoder. Joining channels before
/// a convolution is the same as adding a convolution of the joined ones behind it, which saves copying the large part:
/// here are these convolutions (4×4, stride 2, no bias), whose result a stage adds before it normalises.
class MultiScaleImpl : public torch::nn::Module {
 public:
  /// @param channels  of the stages' outputs
  explicit MultiScaleImpl(const std::array<std::int64_t, 3>& channels);
  /// [n, 1, w, w] → [n, channels[i], w/2^(i+2), w/2^(i+2)], i = 0, 1, 2
  std::vector<torch::Tensor> forward(const torch::Tensor& input);

 private:
  torch::nn::ModuleList m_convolutions;
};
TORCH_MODULE(MultiScale);

}  // namespace ptycho
