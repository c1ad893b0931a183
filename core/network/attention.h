#pragma once

#include <torch/torch.h>

namespace ptycho {

/// Self-attention among all pixels of a small image, x + γ·out(softmax(q·kᵀ/√d)·v) in four heads (Vaswani et al., NIPS
/// 2017), γ learned from 0 so that the network starts as the one without (Zhang et al., ICML 2019). Queries and keys
/// see where they are by fixed sines and cosines of row and column, so that any window fits the same weights.
class SelfAttentionImpl : public torch::nn::Module {
 public:
  /// @param channels  a multiple of 32
  explicit SelfAttentionImpl(std::int64_t channels);
  /// [n, channels, h, w] → the same shape
  torch::Tensor forward(const torch::Tensor& input);

 private:
  torch::nn::LayerNorm m_norm;
  torch::nn::Conv2d m_query;
  torch::nn::Conv2d m_key;
  torch::nn::Conv2d m_value;
  torch::nn::Conv2d m_out;
  torch::Tensor m_gamma;
};
TORCH_MODULE(SelfAttention);

}  // namespace ptycho
