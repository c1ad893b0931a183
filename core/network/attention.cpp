#include "core/network/attention.h"

#include <cmath>

#include "core/network/autocast.h"

namespace ptycho {

namespace {

constexpr std::int64_t kHeads = 4;
constexpr double kLongestWave = 100;  ///< pixels over 2π, well beyond any bottleneck

torch::nn::Linear linear(std::int64_t channels) {
  return torch::nn::Linear(torch::nn::LinearOptions(channels, channels).bias(false));
}

/// sin and cos of row and of column at channels/4 wavelengths, [h·w, channels].
torch::Tensor places(std::int64_t height, std::int64_t width, std::int64_t channels,
                     const torch::TensorOptions& options) {
  const std::int64_t waves = channels / 4;
  const torch::Tensor rates = torch::pow(kLongestWave, torch::arange(waves, options) / -static_cast<double>(waves));
  const auto angles = [&](std::int64_t count) { return torch::arange(count, options).unsqueeze(1) * rates; };
  const torch::Tensor rows = angles(height).unsqueeze(1).expand({height, width, waves});
  const torch::Tensor cols = angles(width).unsqueeze(0).expand({height, width, waves});
  return torch::cat({rows.sin(), rows.cos(), cols.sin(), cols.cos()}, 2).flatten(0, 1);
}

}  // namespace

SelfAttentionImpl::SelfAttentionImpl(std::int64_t channels)
    : m_norm(register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({channels})))),
      m_query(register_module("query", linear(channels))),
      m_key(register_module("key", linear(channels))),
      m_value(register_module("value", linear(channels))),
      m_out(register_module("out", linear(channels))),
      m_gamma(register_parameter("gamma", torch::zeros({1}))) {}

torch::Tensor SelfAttentionImpl::forward(const torch::Tensor& input) {
  const std::int64_t n = input.size(0);
  const std::int64_t channels = input.size(1);
  const std::int64_t pixels = input.size(2) * input.size(3);
  // Channels lie innermost already: rows of pixels are a view.
  const torch::Tensor tokens = input.permute({0, 2, 3, 1}).reshape({n, pixels, channels});
  const torch::Tensor values = m_norm(widened(tokens));
  const torch::Tensor placed = values + places(input.size(2), input.size(3), channels, values.options());
  const auto heads = [&](const torch::Tensor& all) {
    return all.reshape({n, pixels, kHeads, channels / kHeads}).transpose(1, 2);
  };
  const torch::Tensor queries = heads(m_query(placed)) / std::sqrt(static_cast<double>(channels / kHeads));
  const torch::Tensor keys = heads(m_key(placed));
  const torch::Tensor weights = torch::softmax(torch::matmul(queries, keys.transpose(2, 3)), -1);
  const torch::Tensor seen =
      torch::matmul(weights, heads(m_value(values))).transpose(1, 2).reshape({n, pixels, channels});
  const torch::Tensor added = (tokens + m_gamma * m_out(seen)).to(input.scalar_type());
  return added.reshape({n, input.size(2), input.size(3), channels}).permute({0, 3, 1, 2});
}

}  // namespace ptycho
