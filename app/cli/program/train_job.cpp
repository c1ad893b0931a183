#include "app/cli/train_job.h"

#include <cmath>

#include <fmt/format.h>

#include "app/cli/network_source.h"
#include "app/cli/train_progress.h"
#include "core/base/version.h"
#include "core/store/checkpoint_file.h"
#include "core/store/network_file.h"
#include "core/store/run_folder.h"

#ifdef PTYCHODESK_WITH_NETWORKS
#include "core/network/device.h"
#include "core/train/train.h"
#endif

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

std::string bestLine(const ValidationRecord& best) {
  if (!std::isfinite(best.amplitude_nrmse)) return "not validated yet";
  return fmt::format("best at step {}: amplitude NRMSE {:.4f} (flat {:.4f}), phase NRMSE {:.4f} (flat {:.4f})",
                     best.step, best.amplitude_nrmse, best.flat_amplitude_nrmse, best.phase_nrmse,
                     best.flat_phase_nrmse);
}

}  // namespace

#ifdef PTYCHODESK_WITH_NETWORKS

Result<DataParallel> processesOfTraining() { return dataParallelFromEnvironment(); }

Result<void> checkTrainJob(const TrainJob& job) {
  PTYCHO_CHECK(checkTrainingSpec(job.spec));
  if (auto device = chooseDevice(job.spec.loop.device); !device) return tl::unexpected(device.error());
  return {};
}

Result<TrainSummary> runTrainJob(const TrainJob& job, RunSession& session, const TrainingState* resume) {
  const fs::path folder = session.folder();
  const fs::path file = folder.empty() ? fs::path() : folder / run_file::kResult;
  const auto writeNetwork = [&](const TrainedNetwork& network) {
    return session.writeWithRoom([&] { return writeNetworkFile(file, network); });
  };
  TrainingInput input;
  input.threads = job.threads;
  input.parallel = job.parallel;
  input.resume = resume;
  input.supplied = job.supplied;
  if (!folder.empty()) {
    session.keepCheckpoints(job.spec.loop.checkpoint_every_s);
    input.on_checkpoint = [&](const TrainingState& state) {
      return session.writeCheckpoint([&] { return writeTrainingCheckpoint(folder, state); });
    };
    input.on_best = writeNetwork;
  }
  TrainProgress progress(session, job.spec.loop);
  PTYCHO_TRY(TrainingOutcome outcome, train(job.spec, input, progress));
  TrainSummary summary{std::move(outcome), file, folder, job.threads};
  if (!folder.empty()) {
    if (!summary.numbers.network.weights.empty()) PTYCHO_CHECK(writeNetwork(summary.numbers.network));
    if (summary.numbers.steps >= job.spec.loop.steps) removeCheckpoints(folder);
  }
  summary.numbers.network.weights.clear();
  const bool outOfTime = !summary.stopped() && summary.numbers.steps < job.spec.loop.steps;
  session.finish(summary.numbers.completion,
                 fmt::format("{} after {} steps{}; {}.", summary.stopped() ? "Stopped" : "Done", summary.numbers.steps,
                             outOfTime ? ", at the end of its time" : "", bestLine(summary.numbers.network.validation)),
                 outOfTime ? StopCause::TimeBudget : StopCause::None);
  return summary;
}

#else

Result<DataParallel> processesOfTraining() { return withoutNetworks("train"); }

Result<void> checkTrainJob(const TrainJob& /*job*/) { return withoutNetworks("train"); }

Result<TrainSummary> runTrainJob(const TrainJob& /*job*/, RunSession& /*session*/, const TrainingState* /*resume*/) {
  return withoutNetworks("train");
}

#endif

void makePathsAbsolute(TrainingSpec& spec) {
  // "file.h5:/dataset" too: what follows the file is part of the text.
  for (std::string* path : {&spec.simulation.object.path, &spec.simulation.probe.file, &spec.simulation.scan.file,
                            &spec.data.validation_path}) {
    if (!path->empty()) *path = fs::absolute(*path).lexically_normal().string();
  }
}

Json trainRunSpec(const TrainJob& job, const std::vector<std::string>& command) {
  return {{"schema", 1},
          {"verb", "train"},
          {"program", "ptychodesk-cli"},
          {"version", programVersion()},
          {"command", command},
          {"threads", job.threads},
          {"processes", job.parallel.world},
          {"training", trainingSpecToJson(job.spec)}};
}

Json summaryJson(const TrainSummary& summary) {
  const TrainingOutcome& numbers = summary.numbers;
  const ValidationRecord& best = numbers.network.validation;
  return {{"steps", numbers.steps},
          {"completion", summary.stopped() ? "stopped" : "done"},
          {"best_step", best.step},
          {"amplitude_nrmse", jsonNumber(best.amplitude_nrmse)},
          {"phase_nrmse", jsonNumber(best.phase_nrmse)},
          {"batch_amplitude_nrmse", jsonNumber(best.batch_amplitude_nrmse)},
          {"batch_phase_nrmse", jsonNumber(best.batch_phase_nrmse)},
          {"flat_amplitude_nrmse", jsonNumber(best.flat_amplitude_nrmse)},
          {"flat_phase_nrmse", jsonNumber(best.flat_phase_nrmse)},
          {"seconds", numbers.seconds},
          {"patterns_per_s", jsonNumber(numbers.patterns_per_s)},
          {"loader_wait", jsonNumber(numbers.loader_wait)},
          {"threads", summary.threads},
          {"peak_memory_mb", std::round(1e-6 * static_cast<double>(numbers.peak_memory_bytes))},
          {"result", summary.file.string()},
          {"run_folder", summary.run_folder.string()}};
}

void printSummary(const TrainSummary& summary) {
  const TrainingOutcome& numbers = summary.numbers;
  fmt::print("{} steps in {} ({:.0f} patterns/s, {:.1f} % of it waiting for data), at most {:.0f} MB of memory → {}\n",
             numbers.steps, durationText(numbers.seconds), numbers.patterns_per_s, 100 * numbers.loader_wait,
             1e-6 * static_cast<double>(numbers.peak_memory_bytes), summary.file.string());
  fmt::print("{}\n", bestLine(numbers.network.validation));
}

}  // namespace ptycho::cli
