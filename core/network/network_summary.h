#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/learn/named_tensor.h"
#include "core/learn/network_spec.h"

namespace ptycho {

/// One layer of `info network NAME`.
struct LayerSummary {
  std::string name;     ///< "patch.encoder.0"
  std::string kind;     ///< "Conv2d 4×4, stride 2"
  std::string output;   ///< "[36, 64, 64, 64]"
  std::int64_t parameters = 0;
  std::int64_t multiply_adds = 0;  ///< of one forward pass of the whole scan
};
struct NetworkSummary {
  std::vector<LayerSummary> layers;
  std::int64_t parameters = 0;
  std::int64_t multiply_adds = 0;
  std::vector<TensorLayout> weights;  ///< what a file of this network holds
};
/// @param patterns, step_px  of a square raster scan, for shapes and counts
[[nodiscard]] Result<NetworkSummary> summariseNetwork(const NetworkSpec& spec, int window_px, int grid, int step_px);

/// What weights of this spec look like; a file is checked against it before its values are read.
[[nodiscard]] std::vector<TensorLayout> networkLayout(const NetworkSpec& spec);
/// Errors name the first tensor that is missing, unknown, or of another shape or type.
[[nodiscard]] Result<void> checkNetworkLayout(const NetworkSpec& spec, const std::vector<TensorLayout>& found);

}  // namespace ptycho
