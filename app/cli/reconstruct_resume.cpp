#include "app/cli/reconstruct_resume.h"

#include "app/cli/run_resume.h"
#include "core/base/log.h"
#include "core/store/checkpoint_file.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

Result<ReconstructJob> jobOfStoppedRun(const fs::path& folder) {
  PTYCHO_TRY(const Json spec, specOfRun(folder, "reconstruct"));
  PTYCHO_CHECK(checkStopped(folder));
  ReconstructJob job;
  auto read = reconstructionSpecFromJson(spec.value("reconstruction", Json()));
  if (!read) return passOn(read.error(), (folder / run_file::kSpec).string());
  job.spec = std::move(*read);
  job.input = stringAt(spec, "acquisition");
  if (spec.contains("simulation")) {
    auto simulation = simulationSpecFromJson(spec["simulation"]);
    if (!simulation) return passOn(simulation.error(), (folder / run_file::kSpec).string());
    job.simulation = std::move(*simulation);
  }
  if (spec.contains("import")) {
    if (auto import = specFromJson(job.import, spec["import"]); !import) {
      return passOn(import.error(), (folder / run_file::kSpec).string());
    }
    job.imports = true;
  }
  job.support = stringAt(spec, "support");
  if (job.spec.start == StartKind::Given) job.start = stringAt(spec, "start");
  if (spec.contains("checkpoint_every_s") && spec["checkpoint_every_s"].is_number()) {
    job.checkpoint_every_s = spec["checkpoint_every_s"].get<double>();
  }
  return job;
}

Result<ReconstructOutcome> resumeReconstruct(const fs::path& folder, const ReconstructJob& job) {
  PTYCHO_TRY(const RunFolderLock lock, RunFolderLock::take(folder));
  std::unique_ptr<RestoringArchive> resume;
  auto opened = openCheckpoint(folder);
  if (!opened && opened.error().code != ErrorCode::NotFound) {
    return passOn(opened.error(), "no whole checkpoint is left (remove the file to begin anew)");
  }
  if (opened) resume = std::move(opened->archive);
  if (opened && !opened->warning.empty()) logWarning(opened->warning);
  if (!opened) logWarning(folder.string() + ": has no checkpoint; the run begins anew.");
  const std::unique_ptr<RunSession> session = RunSession::reopen(folder);
  auto outcome = runReconstructJob(job, *session, resume.get());
  if (!outcome) session->finishFailed(outcome.error());
  return outcome;
}

}  // namespace ptycho::cli
