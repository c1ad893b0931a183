#pragma once

#include <optional>

#include "core/reconstruct/reconstruction_spec.h"
#include "core/store/result_file.h"

namespace ptycho {

/// The specification that a result says it was made with; none when it cannot be read.
[[nodiscard]] std::optional<ReconstructionSpec> specOf(const ResultRecord& result);

/// A stage solves for the probe in at least one of its iterations.
[[nodiscard]] bool solvesForProbe(const ReconstructionSpec& spec);
/// A stage moves positions in at least one of its iterations.
[[nodiscard]] bool movesPositions(const ReconstructionSpec& spec);
/// The largest distance from the given position that a stage allows; 0: none moves them.
[[nodiscard]] double positionBound(const ReconstructionSpec& spec);

}  // namespace ptycho
