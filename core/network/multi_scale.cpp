#include "core/network/multi_scale.h"

#include "core/network/convolution_blocks.h"

namespace ptycho {

MultiScaleImpl::MultiScaleImpl(const std::array<std::int64_t, 3>& channels)
    : m_convolutions(register_module("convolutions", torch::nn::ModuleList())) {
  for (const std::int64_t out : channels) {
    m_convolutions->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(1, out, 4).stride(2).padding(1).bias(false)));
  }
}

std::vector<torch::Tensor> MultiScaleImpl::forward(const torch::Tensor& input) {
  std::vector<torch::Tensor> joined;
  torch::Tensor reduced = input;
  for (const auto& convolution : *m_convolutions) {
    reduced = torch::avg_pool2d(reduced, 2);
    joined.push_back(convolution->as<torch::nn::Conv2d>()->forward(channelsLast(reduced)));
  }
  return joined;
}

}  // namespace ptycho
