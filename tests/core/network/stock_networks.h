#pragma once

#include <torch/torch.h>

#include <array>
#include <cstdint>

namespace ptycho::stock {

/// PtychoNet exactly as PHYSICS.md, section 8 says, of LibTorch's own layers in a torch::nn::Sequential: what tests
/// compare with and benchmarks divide by. Weights come in the same order as in ptycho::makePatchNetwork().
inline torch::nn::Sequential ptychoNet(std::int64_t c, bool inPlace = false) {
  namespace nn = torch::nn;
  const std::array<std::int64_t, 6> widths{c, 2 * c, 4 * c, 8 * c, 8 * c, 8 * c};
  const auto leaky = [&] { return nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2).inplace(inPlace)); };
  nn::Sequential all;
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
  all->push_back(nn::ConvTranspose2d(nn::ConvTranspose2dOptions(in, in, 2).bias(false)));
  for (const std::int64_t out : {8 * c, 8 * c, 4 * c, 2 * c, c, std::int64_t{2}}) {
    all->push_back(nn::BatchNorm2d(in));
    all->push_back(nn::ReLU(nn::ReLUOptions().inplace(inPlace)));
    all->push_back(nn::ConvTranspose2d(nn::ConvTranspose2dOptions(in, out, 4).stride(2).padding(1).bias(false)));
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
