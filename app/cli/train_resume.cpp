#include "app/cli/train_resume.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "app/cli/network_source.h"
#include "app/cli/run_resume.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/store/network_file.h"
#include "core/store/run_folder.h"

#ifdef PTYCHODESK_WITH_NETWORKS
#include "core/train/same_training.h"
#include "core/train/training_layout.h"
#endif

namespace ptycho::cli {

namespace fs = std::filesystem;

Result<TrainJob> jobOfTraining(const fs::path& folder) {
  PTYCHO_TRY(const Json spec, specOfRun(folder, "train"));
  TrainJob job;
  auto read = trainingSpecFromJson(spec.value("training", Json()));
  if (!read) return passOn(read.error(), (folder / run_file::kSpec).string());
  job.spec = std::move(*read);
  const Json threads = spec.value("threads", Json());
  job.threads = threads.is_number_integer() ? std::clamp(threads.get<int>(), 1, 1024) : 0;
  return job;
}

#ifdef PTYCHODESK_WITH_NETWORKS

namespace {

/// The state to go on from; nothing where no checkpoint was ever kept.
Result<std::optional<TrainingState>> stateOf(const fs::path& folder, bool first) {
  auto opened = readTrainingCheckpoint(folder, checkTrainingLayout);
  if (!opened && opened.error().code != ErrorCode::NotFound) {
    return passOn(opened.error(), "no whole checkpoint is left (remove the file to begin anew)");
  }
  if (!first) return opened ? std::optional(std::move(opened->state)) : std::nullopt;
  if (!opened) {
    logWarning(folder.string() + ": has no checkpoint; the training begins anew.");
    return std::nullopt;
  }
  if (!opened->warning.empty()) logWarning(opened->warning);
  return std::move(opened->state);
}

Result<void> updateSpec(const fs::path& folder, const TrainingSpec& spec) {
  PTYCHO_TRY(Json json, readRunSpec(folder));
  json["training"] = trainingSpecToJson(spec);
  return replaceFileText(folder / run_file::kSpec, jsonText(json, 2) + "\n");
}

}  // namespace

Result<TrainSummary> resumeTraining(const fs::path& folder, const TrainJob& job) {
  PTYCHO_TRY(const TrainJob begun, jobOfTraining(folder));
  PTYCHO_CHECK(checkSameTraining(begun.spec, job.spec));
  // Of several processes the first holds the run; the others only read where it goes on.
  const bool first = job.parallel.rank == 0;
  std::optional<RunFolderLock> lock;
  if (first) {
    PTYCHO_CHECK(checkStopped(folder, fs::exists(folder / run_file::kCheckpoint)));
    PTYCHO_TRY(RunFolderLock taken, RunFolderLock::take(folder));
    lock.emplace(std::move(taken));
    if (job.spec != begun.spec) PTYCHO_CHECK(updateSpec(folder, job.spec));
    if (begun.threads != job.threads) {
      logWarning(fmt::format("{}: ran on {} threads and goes on with {}; the last bits of the weights may differ.",
                             folder.string(), begun.threads, job.threads));
    }
  }
  PTYCHO_TRY(const std::optional<TrainingState> state, stateOf(folder, first));
  PTYCHO_TRY(
      const std::unique_ptr<RunSession> session,
      first ? Result<std::unique_ptr<RunSession>>(RunSession::reopen(folder)) : RunSession::open({}, "train", {}));
  auto summary = runTrainJob(job, *session, state ? &*state : nullptr);
  if (!summary) session->finishFailed(summary.error());
  return summary;
}

#else

Result<TrainSummary> resumeTraining(const fs::path& folder, const TrainJob& /*job*/) {
  return withoutNetworks(folder.string());
}

#endif

}  // namespace ptycho::cli
