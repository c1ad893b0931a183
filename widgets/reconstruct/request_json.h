#pragma once

#include "widgets/reconstruct/command_line.h"

namespace ptycho {

/// A request as the session keeps it.
[[nodiscard]] Json requestToJson(const ReconstructionRequest& request);
[[nodiscard]] Result<ReconstructionRequest> requestFromJson(const Json& json);

/// What a run's spec.json asked for, so that it can be asked for again. The acquisition's name is made absolute by
/// the program that wrote it.
[[nodiscard]] Result<ReconstructionRequest> requestFromRunSpec(const Json& spec);

}  // namespace ptycho
