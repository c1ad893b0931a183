#include "core/network/encoder_decoder.h"

#include <vector>

namespace ptycho {

EncoderDecoder::EncoderDecoder(const NetworkSpec& spec, bool residual, bool skips)
    : m_encoder(register_module("encoder", Encoder(spec, residual))),
      m_decoder(register_module("decoder", Decoder(spec, residual, skips))),
      m_skips(skips) {
  storeChannelsLast(*this);
}

torch::Tensor EncoderDecoder::forward(const torch::Tensor& input) {
  std::vector<torch::Tensor> stages;
  const torch::Tensor deepest = m_encoder(input, m_skips ? &stages : nullptr);
  return patchesFromOutput(m_decoder(deepest, stages));
}

}  // namespace ptycho
