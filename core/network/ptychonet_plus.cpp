#include "core/network/ptychonet_plus.h"

#include "core/network/decoder.h"
#include "core/network/encoder.h"

namespace ptycho {

namespace {

class PtychoNetPlus : public PatchNetwork {
 public:
  explicit PtychoNetPlus(const NetworkSpec& spec)
      : m_encoder(register_module("encoder", Encoder(spec, true))),
        m_decoder(register_module("decoder", Decoder(spec, true, false))) {
    storeChannelsLast(*this);
  }

  torch::Tensor forward(const torch::Tensor& input) override {
    return patchesFromOutput(m_decoder(m_encoder(input)));
  }

 private:
  Encoder m_encoder;
  Decoder m_decoder;
};

}  // namespace

std::shared_ptr<PatchNetwork> makePtychoNetPlus(const NetworkSpec& spec) {
  return std::make_shared<PtychoNetPlus>(spec);
}

}  // namespace ptycho
