#pragma once

#include <torch/torch.h>

namespace ptycho {

/// A small network that sees an object and its data term and says how to change the object: 3×3 convolutions
/// 20→C→C→8 with ReLU between them, at half the resolution. The 5 input channels are first folded to 20 of a quarter of
/// the pixels (Shi & others, CVPR 2016; as in FFDNet, Zhang & others 2018), the 8 outputs unfolded to 2: a third of the
/// arithmetic of the same layers at full resolution, and twice their reach. Odd sides are padded by repeating the edge.
/// The last layer starts at zero: an untrained correction changes nothing.
class CorrectionImpl : public torch::nn::Module {
 public:
  static constexpr std::int64_t kInputs = 5;
  static constexpr std::int64_t kOutputs = 2;

  explicit CorrectionImpl(std::int64_t width);
  /// [b, 5, H, W] → [b, 2, H, W], float32
  torch::Tensor forward(const torch::Tensor& seen);

 private:
  torch::nn::Conv2d m_first;
  torch::nn::Conv2d m_second;
  torch::nn::Conv2d m_last;
};
TORCH_MODULE(Correction);

}  // namespace ptycho
