#pragma once

#include <torch/torch.h>

#include <memory>

#include "core/learn/network_spec.h"

namespace ptycho {

/// Patterns to patches: [N, 1, w, w] (scaled and shifted as the spec says) → [N, 2, w, w] in [0, 1], and with learned
/// stitching a third channel, the logarithm of a patch's confidence per pixel (no sigmoid).
/// w is a multiple of 64, at least 128. One call takes all patterns of a batch, so that batch normalisation sees them
/// all. First weights are LibTorch's defaults (uniform, Kaiming with a = √5): the reference study names no others.
class PatchNetwork : public torch::nn::Module {
 public:
  virtual torch::Tensor forward(const torch::Tensor& input) = 0;
};

/// The encoder-decoder of a spec, one architecture a file (ptychonet.cpp, ptychonet_plus.cpp, unet.cpp).
[[nodiscard]] std::shared_ptr<PatchNetwork> makePatchNetwork(const NetworkSpec& spec);

/// PtychoNet+: what looks at the whole object after stitching, x + s·tanh(net(x)), clamped to [0, 1]
/// (PHYSICS.md, section 8). [b, 2, H, W] → [b, 2, H, W].
class ObjectRefinement : public torch::nn::Module {
 public:
  virtual torch::Tensor forward(const torch::Tensor& channels) = 0;
};
[[nodiscard]] std::shared_ptr<ObjectRefinement> makeObjectRefinement();

}  // namespace ptycho
