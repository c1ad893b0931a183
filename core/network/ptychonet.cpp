#include "core/network/ptychonet.h"

#include "core/network/decoder.h"
#include "core/network/encoder.h"

namespace ptycho {

namespace {

class PtychoNet : public PatchNetwork {
 public:
  explicit PtychoNet(const NetworkSpec& spec)
      : m_encoder(register_module("encoder", Encoder(spec, false))),
        m_decoder(register_module("decoder", Decoder(spec, false, false))) {
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

std::shared_ptr<PatchNetwork> makePtychoNet(const NetworkSpec& spec) { return std::make_shared<PtychoNet>(spec); }

}  // namespace ptycho
