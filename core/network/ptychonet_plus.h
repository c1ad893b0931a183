#pragma once

#include "core/network/patch_network.h"

namespace ptycho {

/// The patch part of PtychoNet+ (PHYSICS.md, section 8): PtychoNet with residual blocks behind stages 2 and 3 of the
/// encoder and stages 4 and 5 of the decoder. 27,490,371 parameters at 64 base channels with makeObjectRefinement().
[[nodiscard]] std::shared_ptr<PatchNetwork> makePtychoNetPlus(const NetworkSpec& spec);

}  // namespace ptycho
