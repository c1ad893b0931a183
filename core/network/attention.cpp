#include "core/network/attention.h"

#include <cmath>

#include "core/network/autocast.h"

namespace ptycho {

namespace {

constexpr std::int64_t kHeads = 4;
constexpr double kLongestWave = 100;  ///< pixels over 2π, well beyond any bottleneck

/// A linear map of every pixel's channels. As a convolution it is fast on CPUs whatever BLAS LibTorch was built with.
torch::nn::Conv2d pixelwise(std::int64_t channels) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, channels, 1).bias(false));
}

/// sin and cos of row and of column at channels/4 wavelengths, [h, w, channels].
torch::Tensor places(std::int64_t height, std::int64_t width, std::int64_t channels,
                     const torch::TensorOptions& options) {
  const std::int64_t waves = channels / 4;
  const torch::Tensor rates = torch::pow(kLongestWave, torch::arange(waves, options) / -static_cast<double>(waves));
  const auto angles = [&](std::int64_t count) { return torch::arange(count, options).unsqueeze(1) * rates; };
  const torch::Tensor rows = angles(height).unsqueeze(1).expand({height, width, waves});
  const torch::Tensor cols = angles(width).unsqueeze(0).expand({height, width, waves});
  return torch::cat({rows.sin(), rows.cos(), cols.sin(), cols.cos()}, 2);
}

}  // namespace

SelfAttentionImpl::SelfAttentionImpl(std::int64_t channels)
    : m_norm(register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({channels})))),
      m_query(register_module("query", pixelwise(channels))),
      m_key(register_module("key", pixelwise(channels))),
      m_value(register_module("value", pixelwise(channels))),
      m_out(register_module("out", pixelwise(channels))),
      m_gamma(register_parameter("gamma", torch::zeros({1}))) {}

torch::Tensor SelfAttentionImpl::forward(const torch::Tensor& input) {
  const std::int64_t n = input.size(0);
  const std::int64_t channels = input.size(1);
  const std::int64_t height = input.size(2);
  const std::int64_t width = input.size(3);
  // Channels lie innermost in memory: these changes of order are views.
  const auto innermost = [](const torch::Tensor& image) { return image.permute({0, 2, 3, 1}); };
  const auto image = [](const torch::Tensor& tokens) { return tokens.permute({0, 3, 1, 2}); };
  const auto heads = [&](const torch::Tensor& mapped) {
    return innermost(mapped).reshape({n, height * width, kHeads, channels / kHeads}).transpose(1, 2);
  };
  const torch::Tensor values = m_norm(innermost(widened(input)));
  const torch::Tensor placed = image(values + places(height, width, channels, values.options()));
  const torch::Tensor queries = heads(m_query(placed)) / std::sqrt(static_cast<double>(channels / kHeads));
  const torch::Tensor weights = torch::softmax(torch::matmul(queries, heads(m_key(placed)).transpose(2, 3)), -1);
  const torch::Tensor seen = torch::matmul(weights, heads(m_value(image(values)))).transpose(1, 2);
  return (input + m_gamma * m_out(image(seen.reshape({n, height, width, channels})))).to(input.scalar_type());
}

}  // namespace ptycho
