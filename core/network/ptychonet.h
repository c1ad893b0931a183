#pragma once

#include "core/network/patch_network.h"

namespace ptycho {

/// PtychoNet (Guan, Tsai, Huang et al., BMVC 2019; PHYSICS.md, section 8): encoder and decoder without skips.
/// 24,391,296 parameters at 64 base channels without options.
[[nodiscard]] std::shared_ptr<PatchNetwork> makePtychoNet(const NetworkSpec& spec);

}  // namespace ptycho
