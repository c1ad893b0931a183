#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// Where networks can be computed here, in LibTorch's spelling: "cpu" first, then "cuda:0", "cuda:1", …
[[nodiscard]] std::vector<std::string> availableDevices();

/// The device that a request means on this computer.
/// @param request  "auto" (the first CUDA device, or the CPU where there is none), "cpu", "cuda:N" or
///                 "cuda" for "cuda:0"
/// @return a name out of availableDevices(); BadInput for a request that is none of these,
///         Unsupported for a device that this computer or this LibTorch does not have
[[nodiscard]] Result<std::string> chooseDevice(std::string_view request);

/// Version of the LibTorch that was compiled against, for example "1.13.0".
[[nodiscard]] std::string torchVersion();

}  // namespace ptycho
