#pragma once

#include <torch/torch.h>

#include "core/network/transposed_convolution.h"

namespace ptycho {

enum class Activation { None, LeakyRelu, Relu };  ///< LeakyRelu: slope 0.2 below zero

/// In place: none of the layers before it needs what it has put out.
[[nodiscard]] torch::Tensor activated(torch::Tensor values, Activation activation);

/// The same values with channels innermost in memory, which is how convolutions are fastest. No copy for one channel.
[[nodiscard]] torch::Tensor channelsLast(const torch::Tensor& images);
/// Puts weights into that order, so that no convolution has to do it at every call.
void storeChannelsLast(torch::nn::Module& module);

struct StageShape {
  std::int64_t in = 1;
  std::int64_t out = 1;
  std::int64_t kernel = 4;
  std::int64_t stride = 2;
  std::int64_t padding = 1;
};

/// One stage of an encoder: convolution without bias → batch normalisation (if wanted) → activation.
class DownStageImpl : public torch::nn::Module {
 public:
  DownStageImpl(const StageShape& shape, bool normalised, Activation activation);
  /// @param beside  added to the convolution's output when defined
  torch::Tensor forward(const torch::Tensor& input, const torch::Tensor& beside = {});

 private:
  torch::nn::Conv2d m_convolution;
  torch::nn::BatchNorm2d m_norm{nullptr};
  Activation m_activation;
};
TORCH_MODULE(DownStage);

/// One stage of a decoder: transposed convolution without bias → batch normalisation (if wanted) → activation.
class UpStageImpl : public torch::nn::Module {
 public:
  UpStageImpl(const StageShape& shape, bool normalised, Activation activation);
  torch::Tensor forward(const torch::Tensor& input);

 private:
  TransposedConvolution m_convolution;
  torch::nn::BatchNorm2d m_norm{nullptr};
  Activation m_activation;
};
TORCH_MODULE(UpStage);

/// x + BN(conv(act(BN(conv(x))))), then the activation; 3×3 convolutions without bias (He et al., CVPR 2016).
class ResidualBlockImpl : public torch::nn::Module {
 public:
  ResidualBlockImpl(std::int64_t channels, Activation activation);
  torch::Tensor forward(const torch::Tensor& input);

 private:
  DownStage m_first;
  DownStage m_second;
  Activation m_activation;
};
TORCH_MODULE(ResidualBlock);

}  // namespace ptycho
