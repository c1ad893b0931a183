#include "core/network/unet.h"

#include "core/network/encoder_decoder.h"

namespace ptycho {

std::shared_ptr<PatchNetwork> makeUNet(const NetworkSpec& spec) {
  return std::make_shared<EncoderDecoder>(spec, false, true);
}

}  // namespace ptycho
