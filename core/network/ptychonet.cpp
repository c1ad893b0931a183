#include "core/network/ptychonet.h"

#include "core/network/encoder_decoder.h"

namespace ptycho {

std::shared_ptr<PatchNetwork> makePtychoNet(const NetworkSpec& spec) {
  return std::make_shared<EncoderDecoder>(spec, false, false);
}

}  // namespace ptycho
