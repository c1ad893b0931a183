#pragma once

#include <torch/torch.h>

#include <vector>

#include "core/learn/network_spec.h"
#include "core/network/convolution_blocks.h"

namespace ptycho {

/// Channels of the network's output: amplitude and phase, and with learned stitching the logarithm of their confidence.
[[nodiscard]] std::int64_t outputChannels(const NetworkSpec& spec);
/// What the last stage puts out as a patch: float32 at least, row-major, amplitude and phase through a sigmoid, the
/// confidence as it is.
[[nodiscard]] torch::Tensor patchesFromOutput(const torch::Tensor& output);

/// [n, 8c, w/64 − 1, w/64 − 1] → [n, outputChannels, w, w], the encoder mirrored: a transposed 2×2 convolution of
/// stride 1, then six 4×4 of stride 2 to 8c, 8c, 4c, 2c, c and the output; batch normalisation and ReLU after all but
/// the last (Guan, Tsai, Huang et al., BMVC 2019; PHYSICS.md, section 8).
class DecoderImpl : public torch::nn::Module {
 public:
  /// @param residual  blocks behind stages 4 and 5 (PtychoNet+)
  /// @param skips     stages 2 to 7 also take the encoder's output of their size
  DecoderImpl(const NetworkSpec& spec, bool residual, bool skips);
  /// @param stages  outputs of the encoder's six halving stages, empty without skips
  torch::Tensor forward(const torch::Tensor& input, const std::vector<torch::Tensor>& stages = {});

 private:
  torch::nn::ModuleList m_stages;
  std::vector<ResidualBlock> m_residual;
};
TORCH_MODULE(Decoder);

}  // namespace ptycho
