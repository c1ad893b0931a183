#pragma once

#include <torch/torch.h>

#include "core/network/scan_batch.h"

namespace ptycho {

/// Channels [b, 2, H, W] ↔ complex object [b, H, W], see OutputRange; differentiable.
[[nodiscard]] torch::Tensor objectFromChannels(const torch::Tensor& channels, const OutputRange& range);
[[nodiscard]] torch::Tensor channelsFromObject(const torch::Tensor& object, const OutputRange& range);

/// DFT of PHYSICS.md, section 8: the mean over positions and pixels of (|F(P·O[patch_j])| − M_j)², differentiable in the
/// channels.
[[nodiscard]] torch::Tensor diffractionLoss(const torch::Tensor& channels, const ScanBatch& batch);

}  // namespace ptycho
