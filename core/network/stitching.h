#pragma once

#include <torch/torch.h>

#include "core/learn/network_spec.h"
#include "core/network/scan_batch.h"

namespace ptycho {

/// Overlapping patches → one object, a weighted average over the windows that reach a pixel:
///   out(r) = Σ_j v_j(r − r_j)·p_j(r − r_j) / Σ_j v_j(r − r_j),   0 where no window reaches.
/// Weights of pixel u of window j:
///   Mean           v = 1
///   ProbeWeighted  v = |P(u)|² / max|P|² + 1e-4   (the floor leaves a plain average where next to no light falls)
///   Learned        v = (|P(u)|² / max|P|² + 1e-4) · exp(5·tanh(c_j(u) / 5)),  c = the patch's third channel.
/// With Learned the weights' shares are a softmax over windows of c + log|P|², the confidence held to ±5, so that no
/// window can lose its say (and its gradient) for good; an untrained c near 0 is ProbeWeighted.
/// Differentiable in the patches; the same bits for any number of threads.
/// @param patches  float [objects·n, 2, w, w], with Learned [objects·n, 3, w, w]; another type of float is converted
/// @return         float [objects, 2, rows, cols]
[[nodiscard]] torch::Tensor stitchPatches(const torch::Tensor& patches, const ScanBatch& batch, Stitching stitching);

}  // namespace ptycho
