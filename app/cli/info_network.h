#pragma once

#include <string>

#include "core/base/spec_json.h"
#include "core/learn/network_spec.h"

namespace ptycho::cli {

/// The scan that an architecture is counted for: a square raster.
struct CountedScan {
  int window_px = 128;
  int grid = 6;
  int step_px = 60;
};

/// Layers, shapes, parameters and multiply-adds of one forward pass of a whole scan:
/// {"kind": "architecture", "spec": {…}, "parameters": …, "multiply_adds": …, "layers": [{"name", "kind", "output",
/// "parameters", "multiply_adds"}, …]}. Error: a program without networks.
[[nodiscard]] Result<Json> describeArchitecture(const NetworkSpec& spec, const CountedScan& scan);
/// As a table.
void printArchitecture(const Json& architecture);

/// What a network file holds: {"kind": "network", "parameters": …, "amplitude_nrmse": …, "spec": {…}, "history": […]}.
[[nodiscard]] Result<Json> describeNetworkFile(const std::string& file);

}  // namespace ptycho::cli
