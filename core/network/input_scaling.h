#pragma once

#include <torch/torch.h>

#include "core/learn/network_spec.h"
#include "core/network/scan_batch.h"

namespace ptycho {

/// What the patch network sees of the magnitudes: M, √M, ln(1 + M), or M / rms(M of its object's whole scan); with
/// `shifted` the zero frequency lies at [w/2, w/2]. Pixels that were not measured (negative) are 0.
/// @return float32 [objects·n, 1, w, w]
[[nodiscard]] torch::Tensor scaledInput(const ScanBatch& batch, InputScaling scaling, bool shifted);

}  // namespace ptycho
