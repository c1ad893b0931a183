#include "core/network/unet.h"

#include "core/network/decoder.h"
#include "core/network/encoder.h"

namespace ptycho {

namespace {

class UNet : public PatchNetwork {
 public:
  explicit UNet(const NetworkSpec& spec)
      : m_encoder(register_module("encoder", Encoder(spec, false))),
        m_decoder(register_module("decoder", Decoder(spec, false, true))) {
    storeChannelsLast(*this);
  }

  torch::Tensor forward(const torch::Tensor& input) override {
    std::vector<torch::Tensor> stages;
    const torch::Tensor deepest = m_encoder(input, &stages);
    return patchesFromOutput(m_decoder(deepest, stages));
  }

 private:
  Encoder m_encoder;
  Decoder m_decoder;
};

}  // namespace

std::shared_ptr<PatchNetwork> makeUNet(const NetworkSpec& spec) { return std::make_shared<UNet>(spec); }

}  // namespace ptycho
