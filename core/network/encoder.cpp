#include "core/network/encoder.h"

namespace ptycho {

namespace {
constexpr std::size_t kFirstResidual = 1;   ///< stage 2
constexpr std::size_t kFirstJoined = 1;     ///< stage 2
constexpr std::size_t kAttentionStage = 4;  ///< stage 5
}  // namespace

std::array<std::int64_t, 6> stageChannels(int baseChannels) {
  const std::int64_t c = baseChannels;
  return {c, 2 * c, 4 * c, 8 * c, 8 * c, 8 * c};
}

// Options are made last, so that a seed gives the stages the same weights with them and without.
EncoderImpl::EncoderImpl(const NetworkSpec& spec, bool residual)
    : m_stages(register_module("stages", torch::nn::ModuleList())) {
  const auto channels = stageChannels(spec.base_channels);
  std::int64_t in = 1;
  for (const std::int64_t out : channels) {
    m_stages->push_back(DownStage(StageShape{in, out}, in > 1, Activation::LeakyRelu));
    in = out;
  }
  m_stages->push_back(DownStage(StageShape{in, in, 2, 1, 0}, true, Activation::LeakyRelu));
  for (std::size_t i = 0; residual && i < 2; ++i) {
    m_residual.push_back(register_module("residual" + std::to_string(i),
                                         ResidualBlock(channels[kFirstResidual + i], Activation::LeakyRelu)));
  }
  if (spec.multi_scale) {
    const std::array<std::int64_t, 3> joined{channels[1], channels[2], channels[3]};
    m_multiScale = register_module("scales", MultiScale(joined));
  }
  if (spec.attention) m_attention = register_module("attention", SelfAttention(channels[kAttentionStage]));
}

torch::Tensor EncoderImpl::forward(const torch::Tensor& input, std::vector<torch::Tensor>* stages) {
  std::vector<torch::Tensor> joined;
  if (m_multiScale) joined = m_multiScale(input);
  torch::Tensor values = channelsLast(input);
  for (std::size_t i = 0; i < m_stages->size(); ++i) {
    const std::size_t join = i - kFirstJoined;
    values = m_stages[i]->as<DownStage>()->forward(values, join < joined.size() ? joined[join] : torch::Tensor());
    const std::size_t residual = i - kFirstResidual;
    if (residual < m_residual.size()) values = m_residual[residual](values);
    if (m_attention && i == kAttentionStage) values = m_attention(values);
    if (stages && i + 1 < m_stages->size()) stages->push_back(values);
  }
  return values;
}

}  // namespace ptycho
