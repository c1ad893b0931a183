#pragma once

#include <torch/torch.h>

#include <array>
#include <cstdint>

#include "core/network/transposed_convolution.h"

namespace ptycho::stock {

/// What benchmarks change in it one by one.
struct Tricks {
  bool in_place = false;       ///< activations
  bool backward_data = false;  ///< transposed convolutions as ptycho::TransposedConvolution
};

/// PtychoNet exactly as PHYSICS.md, section 8 says, of LibTorch's own layers in a torch::nn::Sequential: what tests
/// compare with and benchmarks divide by. Weights come in the same order as in ptycho::makePatchNetwork().
inline torch::nn::Sequential ptychoNet(std::int64_t c, const Tricks& tricks = {}) {
  namespace nn = torch::nn;
  const std::array<std::int64_t, 6> widths{c, 2 * c, 4 * c, 8 * c, 8 * c, 8 * c};
  const auto leaky = [&] { return nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2).inplace(tricks.in_place)); };
  nn::Sequential all;
  const auto grow = [&](std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                        std::int64_t padding) {
    if (tricks.backward_data) {
      all->push_back(TransposedConvolution(in, out, kernel, stride, padding));
      return;
    }
    all->push_back(nn::ConvTranspose2d(
        nn::ConvTranspose2dOptions(in, out, kernel).stride(stride).padding(padding).bias(false)));
  };
  std::int64_t in = 1;
  for (const std::int64_t out : widths) {
    all->push_back(nn::Conv2d(nn::Conv2dOptions(in, out, 4).stride(2).padding(1).bias(false)));
    if (in > 1) all->push_back(nn::BatchNorm2d(out));
    all->push_back(leaky());
    in = out;
  }
  all->push_back(nn::Conv2d(nn::Conv2dOptions(in, in, 2).bias(false)));
  all->push_back(nn::BatchNorm2d(in));
  all->push_back(leaky());
  grow(in, in, 2, 1, 0);
  for (const std::int64_t out : {8 * c, 8 * c, 4 * c, 2 * c, c, std::int64_t{2}}) {
    all->push_back(nn::BatchNorm2d(in));
    all->push_back(nn::ReLU(nn::ReLUOptions().inplace(tricks.in_place)));
    grow(in, out, 4, 2, 1);
    in = out;
  }
  all->push_back(nn::Sigmoid());
  return all;
}

/// Copies parameters and running statistics of one network into another one with the same tensors in the same order.
inline void copyWeights(const torch::nn::Module& from, torch::nn::Module& to) {
  torch::NoGradGuard guard;
  const auto copy = [](const std::vector<torch::Tensor>& source, std::vector<torch::Tensor> target) {
    TORCH_CHECK(source.size() == target.size(), "networks of different parts");
    for (std::size_t i = 0; i < source.size(); ++i) {
      TORCH_CHECK(source[i].sizes() == target[i].sizes(), "tensor ", i, " has another shape");
      target[i].copy_(source[i]);
    }
  };
  copy(from.parameters(), to.parameters());
  copy(from.buffers(), to.buffers());
}

}  // namespace ptycho::stock
