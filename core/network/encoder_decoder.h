#pragma once

#include "core/network/decoder.h"
#include "core/network/encoder.h"
#include "core/network/patch_network.h"

namespace ptycho {

/// What PtychoNet, PtychoNet+ and the U-Net have in common: an encoder, a decoder, patches from its output.
class EncoderDecoder : public PatchNetwork {
 public:
  /// @param residual  residual blocks between stages
  /// @param skips     the decoder sees the encoder's stages
  EncoderDecoder(const NetworkSpec& spec, bool residual, bool skips);

  torch::Tensor forward(const torch::Tensor& input) override;

 private:
  Encoder m_encoder;
  Decoder m_decoder;
  bool m_skips;
};

}  // namespace ptycho
