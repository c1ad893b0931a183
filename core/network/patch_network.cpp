#include "core/network/patch_network.h"

#include "core/network/ptychonet.h"
#include "core/network/ptychonet_plus.h"
#include "core/network/unet.h"

namespace ptycho {

std::shared_ptr<PatchNetwork> makePatchNetwork(const NetworkSpec& spec) {
  switch (spec.kind) {
    case NetworkKind::PtychoNetPlus: return makePtychoNetPlus(spec);
    case NetworkKind::UNet: return makeUNet(spec);
    case NetworkKind::PtychoNet: break;
  }
  return makePtychoNet(spec);
}

}  // namespace ptycho
