#pragma once

#include <string>

#include "core/base/spec_json.h"
#include "core/simulate/acquisition.h"
#include "core/store/result_file.h"

namespace ptycho::cli {

/// A result file of this acquisition but for the reconstruction itself: truth, coverage, positions, geometry.
/// @param input  the acquisition's file; its name is kept, not its folder
[[nodiscard]] ResultRecord recordFor(const Acquisition& acquisition, const std::string& input, const Json& spec);

/// "amplitude NRMSE 0.0123 (flat 0.1500), phase NRMSE …", or the residual where no truth is known.
[[nodiscard]] std::string errorLine(const Reconstruction& result);

}  // namespace ptycho::cli
