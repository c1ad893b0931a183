#pragma once

#include "core/network/patch_network.h"

namespace ptycho {

/// PtychoNet's encoder and decoder with skips (Ronneberger, Fischer & Brox, MICCAI 2015): each doubling stage takes the
/// encoder's output of its size beside the one before it. Skips help where input and output look alike; a diffraction
/// pattern and its patch do not, which is why the reference study called it a failure.
[[nodiscard]] std::shared_ptr<PatchNetwork> makeUNet(const NetworkSpec& spec);

}  // namespace ptycho
