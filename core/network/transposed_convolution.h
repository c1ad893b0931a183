#pragma once

#include <torch/torch.h>

namespace ptycho {

/// Transposed convolution without bias, y = Kᵀx where K is the convolution with the same weight, stride and padding:
/// computed as the backward-data pass of that convolution, its backward as a convolution and a weight gradient. The
/// numbers are those of torch::conv_transpose2d up to rounding, which under autograd runs an unvectorised kernel on
/// CPUs (PHYSICS.md, section 9).
/// Sides grow from s to (s − 1)·stride − 2·padding + kernel. Under autocast x and weight are taken in its type.
/// @param input   [n, in, h, w]
/// @param weight  [in, out, kernel, kernel]
[[nodiscard]] torch::Tensor transposedConvolution(const torch::Tensor& input, const torch::Tensor& weight,
                                                  std::int64_t stride, std::int64_t padding);

/// A layer of it, with the weight's name, shape and first values of torch::nn::ConvTranspose2d.
class TransposedConvolutionImpl : public torch::nn::Module {
 public:
  TransposedConvolutionImpl(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                            std::int64_t padding);
  torch::Tensor forward(const torch::Tensor& input);

  torch::Tensor weight;

 private:
  std::int64_t m_stride;
  std::int64_t m_padding;
};
TORCH_MODULE(TransposedConvolution);

}  // namespace ptycho
