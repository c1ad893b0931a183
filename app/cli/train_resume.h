#pragma once

#include <filesystem>

#include "app/cli/train_job.h"

namespace ptycho::cli {

/// The job of a training's run folder as its spec.json has it, with the number of threads it ran on.
/// Error: no run of `train`.
[[nodiscard]] Result<TrainJob> jobOfTraining(const std::filesystem::path& folder);

/// Continues a stopped, failed or lost training in its folder, from its newest whole checkpoint or, without one, from its
/// start: bit for bit as if it had never ended, on the same computer and thread count. One that its time limit ended goes
/// on too.
///
/// events.jsonl only grows: {"kind": "resumed", "step": s} says where the new process goes on; the steps after s that the
/// old one had recorded but not kept come again, with the same numbers. For each step the last record counts.
/// @param job  may differ from jobOfTraining() in what checkSameTraining() allows; spec.json is then brought up to date
/// Errors: a run that is going on or done, a folder that another process resumes, another training, no whole checkpoint
/// left.
[[nodiscard]] Result<TrainSummary> resumeTraining(const std::filesystem::path& folder, const TrainJob& job);

}  // namespace ptycho::cli
