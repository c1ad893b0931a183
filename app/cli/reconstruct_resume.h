#pragma once

#include <filesystem>
#include <memory>

#include "app/cli/reconstruct_job.h"

namespace ptycho::cli {

/// The job of a run folder as its spec.json has it.
/// Errors: no run of `reconstruct`; a run that is going on or done, told apart by looking, for a run of another
/// computer for as long as it promised its next sign of life.
[[nodiscard]] Result<ReconstructJob> jobOfStoppedRun(const std::filesystem::path& folder);

/// Continues the run in its folder, from its newest whole checkpoint or, without one, from its start.
[[nodiscard]] Result<ReconstructOutcome> resumeReconstruct(const std::filesystem::path& folder,
                                                           const ReconstructJob& job);

}  // namespace ptycho::cli
