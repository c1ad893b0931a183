#pragma once

#include <torch/torch.h>

#include <vector>

#include "core/learn/network_spec.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Scans of `objects` objects with one probe and the same positions, as tensors on one device.
struct ScanBatch {
  torch::Tensor magnitudes;          ///< M float32 [objects·n, 1, w, w], unshifted, object by object;
                                     ///< negative where nothing was measured: 0 for the network, nothing for physics
  torch::Tensor probe;               ///< complex64 [w, w], the first mode
  std::vector<Position> positions;   ///< n; networks place windows on the nearest whole pixel
  std::int64_t objects = 1;
  std::int64_t rows = 0;             ///< of the object
  std::int64_t cols = 0;
  OutputRange range;

  [[nodiscard]] std::int64_t window() const { return magnitudes.size(2); }
  [[nodiscard]] std::int64_t patterns() const { return static_cast<std::int64_t>(positions.size()); }
};

}  // namespace ptycho
