#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

#include "core/learn/network_spec.h"
#include "core/network/attention.h"
#include "core/network/convolution_blocks.h"
#include "core/network/multi_scale.h"

namespace ptycho {

/// Channels of the six halving stages for base channels c: c, 2c, 4c, 8c, 8c, 8c.
[[nodiscard]] std::array<std::int64_t, 6> stageChannels(int baseChannels);

/// [n, 1, w, w] → [n, 8c, w/64 − 1, w/64 − 1]: six 4×4 convolutions of stride 2, then a 2×2 of stride 1; batch
/// normalisation after all but the first, LeakyReLU 0.2 (Guan, Tsai, Huang et al., BMVC 2019; PHYSICS.md, section 8).
/// Options of the spec: reduced patterns beside stages 2 to 4, self-attention behind stage 5 (w/32 pixels wide, 4 × 4
/// for windows of 128: the last place where positions can be told apart).
class EncoderImpl : public torch::nn::Module {
 public:
  /// @param residual  blocks behind stages 2 and 3 (PtychoNet+)
  EncoderImpl(const NetworkSpec& spec, bool residual);
  /// @param stages  if given, receives the outputs of the six halving stages, for skips
  torch::Tensor forward(const torch::Tensor& input, std::vector<torch::Tensor>* stages = nullptr);

 private:
  torch::nn::ModuleList m_stages;
  std::vector<ResidualBlock> m_residual;
  MultiScale m_multiScale{nullptr};
  SelfAttention m_attention{nullptr};
};
TORCH_MODULE(Encoder);

}  // namespace ptycho
