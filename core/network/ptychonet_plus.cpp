#include "core/network/ptychonet_plus.h"

#include "core/network/encoder_decoder.h"

namespace ptycho {

std::shared_ptr<PatchNetwork> makePtychoNetPlus(const NetworkSpec& spec) {
  return std::make_shared<EncoderDecoder>(spec, true, false);
}

}  // namespace ptycho
