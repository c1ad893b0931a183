#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/run_session.h"
#include "core/learn/training_outcome.h"
#include "core/simulate/simulate.h"

namespace ptycho::cli {

/// A training as it was asked for.
struct TrainJob {
  TrainingSpec spec;
  int threads = 1;
  DataParallel parallel;
  SuppliedArrays supplied;  ///< probe and positions that the spec takes from files
};

/// Which of several processes this is, from the environment. Error: a program without networks.
[[nodiscard]] Result<DataParallel> processesOfTraining();

/// What can be refused before a run folder is made: a spec that contradicts itself, a device that is not there.
[[nodiscard]] Result<void> checkTrainJob(const TrainJob& job);

/// What it came to; the weights are in the file.
struct TrainSummary {
  TrainingOutcome numbers;           ///< without weights
  std::filesystem::path file;        ///< the best network
  std::filesystem::path run_folder;  ///< empty: a process of several that is not the first
  int threads = 1;
  [[nodiscard]] bool stopped() const { return numbers.completion == Completion::StoppedEarly; }
};

/// Trains in the session's run folder:
///   result.h5      the best network so far, replaced at every best validation and at the end, so that a run that goes on,
///                  was stopped or was lost has its best network there
///   checkpoint.h5  every loop.checkpoint_every_s and when it ends; removed when all steps are done
/// Without a folder (a process of several that is not the first) nothing is written. The session is finished, except
/// after an error.
/// @param resume  where the training goes on; null: from its start
[[nodiscard]] Result<TrainSummary> runTrainJob(const TrainJob& job, RunSession& session,
                                               const TrainingState* resume = nullptr);

/// spec.json of its run.
[[nodiscard]] Json trainRunSpec(const TrainJob& job, const std::vector<std::string>& command);

/// The files that a spec names with their whole paths, so that the training can be resumed from anywhere.
void makePathsAbsolute(TrainingSpec& spec);

/// {"amplitude_nrmse": …} for --json.
[[nodiscard]] Json summaryJson(const TrainSummary& summary);
void printSummary(const TrainSummary& summary);

}  // namespace ptycho::cli
