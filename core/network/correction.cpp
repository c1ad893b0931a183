#include "core/network/correction.h"

#include "core/network/convolution_blocks.h"

namespace ptycho {

namespace {

using torch::Tensor;

constexpr std::int64_t kFold = 2;
constexpr std::int64_t kFolded = kFold * kFold;

torch::nn::Conv2dOptions convolution(std::int64_t in, std::int64_t out) {
  return torch::nn::Conv2dOptions(in, out, 3).padding(1);
}

}  // namespace

CorrectionImpl::CorrectionImpl(std::int64_t width)
    : m_first(register_module("first", torch::nn::Conv2d(convolution(kInputs * kFolded, width)))),
      m_second(register_module("second", torch::nn::Conv2d(convolution(width, width)))),
      m_last(register_module("last", torch::nn::Conv2d(convolution(width, kOutputs * kFolded)))) {
  torch::nn::init::zeros_(m_last->weight);
  torch::nn::init::zeros_(m_last->bias);
  storeChannelsLast(*this);
}

Tensor CorrectionImpl::forward(const Tensor& seen) {
  const std::int64_t rows = seen.size(2);
  const std::int64_t cols = seen.size(3);
  Tensor padded = seen;
  if (rows % kFold != 0 || cols % kFold != 0) {
    const auto mode = torch::nn::functional::PadFuncOptions({0, cols % kFold, 0, rows % kFold}).mode(torch::kReplicate);
    padded = torch::nn::functional::pad(seen, mode);
  }
  Tensor values = m_first(channelsLast(torch::pixel_unshuffle(padded, kFold)));
  values = m_second(activated(values, Activation::Relu));
  values = m_last(activated(values, Activation::Relu));
  const Tensor change = torch::pixel_shuffle(values.to(torch::kFloat).contiguous(), kFold);
  return change.narrow(2, 0, rows).narrow(3, 0, cols);
}

}  // namespace ptycho
