#include "core/network/decoder.h"

#include "core/network/autocast.h"
#include "core/network/encoder.h"

namespace ptycho {

namespace {
constexpr std::size_t kFirstResidual = 3;  ///< stage 4
constexpr std::int64_t kObjectChannels = 2;
}  // namespace

std::int64_t outputChannels(const NetworkSpec& spec) {
  return kObjectChannels + (spec.stitching == Stitching::Learned ? 1 : 0);
}

torch::Tensor patchesFromOutput(const torch::Tensor& output) {
  const torch::Tensor values = widened(output).contiguous();
  const std::int64_t more = values.size(1) - kObjectChannels;
  if (more == 0) return torch::sigmoid(values);
  return torch::cat({torch::sigmoid(values.narrow(1, 0, kObjectChannels)), values.narrow(1, kObjectChannels, more)}, 1);
}

DecoderImpl::DecoderImpl(const NetworkSpec& spec, bool residual, bool skips)
    : m_stages(register_module("stages", torch::nn::ModuleList())) {
  const auto widths = stageChannels(spec.base_channels);
  const std::int64_t widest = widths.back();
  m_stages->push_back(UpStage(StageShape{widest, widest, 2, 1, 0}, true, Activation::Relu));
  for (std::size_t i = widths.size(); i-- > 0;) {
    const std::int64_t in = widths[i] * (skips ? 2 : 1);
    const bool last = i == 0;
    m_stages->push_back(UpStage(StageShape{in, last ? outputChannels(spec) : widths[i - 1]}, !last,
                                last ? Activation::None : Activation::Relu));
  }
  for (std::size_t i = 0; residual && i < 2; ++i) {
    m_residual.push_back(
        register_module("residual" + std::to_string(i), ResidualBlock(widths[2 - i], Activation::Relu)));
  }
}

torch::Tensor DecoderImpl::forward(const torch::Tensor& input, const std::vector<torch::Tensor>& stages) {
  torch::Tensor values = input;
  for (std::size_t i = 0; i < m_stages->size(); ++i) {
    if (!stages.empty() && i > 0) values = torch::cat({values, stages[stages.size() - i]}, 1);
    values = m_stages[i]->as<UpStage>()->forward(values);
    const std::size_t residual = i - kFirstResidual;
    if (residual < m_residual.size()) values = m_residual[residual](values);
  }
  return values;
}

}  // namespace ptycho
