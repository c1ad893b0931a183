#include "core/network/convolution_blocks.h"

namespace ptycho {

namespace {

constexpr double kSlope = 0.2;
constexpr StageShape same(std::int64_t channels) { return {channels, channels, 3, 1, 1}; }

torch::nn::Conv2d convolution(const StageShape& s) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(s.in, s.out, s.kernel).stride(s.stride).padding(s.padding).bias(false));
}

}  // namespace

torch::Tensor activated(torch::Tensor values, Activation activation) {
  switch (activation) {
    case Activation::LeakyRelu: return torch::leaky_relu_(values, kSlope);
    case Activation::Relu: return torch::relu_(values);
    case Activation::None: break;
  }
  return values;
}

torch::Tensor channelsLast(const torch::Tensor& images) {
  // With one channel both orders are the same memory; only the strides tell the layers what is meant.
  if (images.size(1) == 1 && images.is_contiguous()) {
    const std::int64_t cols = images.size(3);
    return images.as_strided(images.sizes(), {images.size(2) * cols, 1, cols, 1}, images.storage_offset());
  }
  return images.contiguous(torch::MemoryFormat::ChannelsLast);
}

void storeChannelsLast(torch::nn::Module& module) {
  for (torch::Tensor& weight : module.parameters()) {
    if (weight.dim() == 4) weight.set_data(channelsLast(weight.detach()));
  }
}

DownStageImpl::DownStageImpl(const StageShape& shape, bool normalised, Activation activation)
    : m_convolution(register_module("convolution", convolution(shape))), m_activation(activation) {
  if (normalised) m_norm = register_module("norm", torch::nn::BatchNorm2d(shape.out));
}

torch::Tensor DownStageImpl::forward(const torch::Tensor& input, const torch::Tensor& beside) {
  torch::Tensor values = m_convolution(input);
  if (beside.defined()) values.add_(beside);
  if (m_norm) values = m_norm(values);
  return activated(values, m_activation);
}

UpStageImpl::UpStageImpl(const StageShape& shape, bool normalised, Activation activation)
    : m_convolution(register_module(
          "convolution", TransposedConvolution(shape.in, shape.out, shape.kernel, shape.stride, shape.padding))),
      m_activation(activation) {
  if (normalised) m_norm = register_module("norm", torch::nn::BatchNorm2d(shape.out));
}

torch::Tensor UpStageImpl::forward(const torch::Tensor& input) {
  torch::Tensor values = m_convolution(input);
  if (m_norm) values = m_norm(values);
  return activated(values, m_activation);
}

ResidualBlockImpl::ResidualBlockImpl(std::int64_t channels, Activation activation)
    : m_first(register_module("first", DownStage(same(channels), true, activation))),
      m_second(register_module("second", DownStage(same(channels), true, Activation::None))),
      m_activation(activation) {}

torch::Tensor ResidualBlockImpl::forward(const torch::Tensor& input) {
  return activated(m_second(m_first(input)).add_(input), m_activation);
}

}  // namespace ptycho
