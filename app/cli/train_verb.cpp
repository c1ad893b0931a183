#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/acquisition_arrays.h"
#include "app/cli/spec_options.h"
#include "app/cli/train_job.h"
#include "app/cli/train_resume.h"
#include "app/cli/verb.h"
#include "core/learn/presets.h"

namespace ptycho::cli {

namespace {

constexpr const char* kDefaultPreset = "reference-60-mse";

struct TrainCommand {
  TrainingSpec spec = findTrainingPreset(kDefaultPreset).value();
  std::string resume;
  int threads = 0;
  bool json = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  Result<TrainSummary> runNew(TrainJob job);
  Result<TrainSummary> runResumed(const DataParallel& parallel) const;
};

Result<TrainSummary> TrainCommand::runNew(TrainJob job) {
  job.spec = spec;
  job.threads = threadCount(threads);
  job.spec.simulation.geometry.detector_side_px = spec.simulation.probe.window_px;
  makePathsAbsolute(job.spec);
  PTYCHO_CHECK(checkTrainJob(job));
  PTYCHO_TRY(job.supplied, loadSuppliedArrays(job.spec.simulation));
  RunTarget here = target;
  here.wanted = job.parallel.rank == 0;  // one of several processes writes
  here.quiet = !here.wanted;
  if (here.name.empty()) here.name = fieldText(findField<NetworkSpec>("architecture")->get(spec.network));
  PTYCHO_TRY(const std::unique_ptr<RunSession> session,
             RunSession::open(here, "train", trainRunSpec(job, invocation.arguments)));
  auto summary = runTrainJob(job, *session);
  if (!summary) session->finishFailed(summary.error());
  return summary;
}

/// `spec` is the run's own with the options given beside --resume.
Result<TrainSummary> TrainCommand::runResumed(const DataParallel& parallel) const {
  if (!target.folder.empty() || !target.runs_root.empty() || !target.name.empty()) {
    return badInput("goes on in its folder; leave out --run-folder, --runs-root and --name.", resume);
  }
  PTYCHO_TRY(TrainJob job, jobOfTraining(resume));
  job.spec = spec;
  job.parallel = parallel;
  if (threads > 0) job.threads = threads;
  PTYCHO_TRY(job.supplied, loadSuppliedArrays(job.spec.simulation));
  return resumeTraining(resume, job);
}

Result<int> TrainCommand::run() {
  TrainJob job;
  PTYCHO_TRY(job.parallel, processesOfTraining());
  const bool first = job.parallel.rank == 0;
  PTYCHO_TRY(const TrainSummary summary, resume.empty() ? runNew(job) : runResumed(job.parallel));
  if (first && json) fmt::print("{}\n", jsonText(summaryJson(summary), 2));
  if (first && !json) printSummary(summary);
  return summary.stopped() ? kExitStopped : kExitDone;
}

void loadSpecFile(TrainCommand& command, const std::string& file) {
  const auto json = readJsonFile(file);
  if (!json) throw CLI::ValidationError(json.error().text());
  // A run's spec.json works as well as a bare specification.
  auto read = trainingSpecFromJson(json->is_object() && json->contains("training") ? (*json)["training"] : *json);
  if (!read) throw CLI::ValidationError(file + ": " + read.error().text());
  command.spec = std::move(*read);
}

void setPreset(TrainCommand& command, const std::string& name) {
  auto preset = findTrainingPreset(name);
  if (!preset) throw CLI::ValidationError(preset.error().text());
  command.spec = std::move(*preset);
  if (command.target.name.empty()) command.target.name = name;
}

void setNetwork(TrainCommand& command, const std::string& name) {
  auto network = findNetworkPreset(name);
  if (!network) throw CLI::ValidationError(network.error().text());
  command.spec.network = *network;
}

void setPhotos(TrainCommand& command, const std::string& folder) {
  command.spec.simulation.object.source = ObjectSource::Folder;
  command.spec.simulation.object.path = folder;
}

void setResumed(TrainCommand& command, const std::string& folder) {
  command.resume = folder;
  auto job = jobOfTraining(folder);
  if (!job) throw CLI::ValidationError(job.error().text());
  command.spec = std::move(job->spec);
}

/// What a whole specification comes from stands first: options are set in this order, and single ones win.
void addSources(CLI::App& app, TrainCommand& command) {
  const auto option = [&](const std::string& names, void (*set)(TrainCommand&, const std::string&),
                          const std::string& help) {
    return app.add_option_function<std::string>(
        names, [&command, set](const std::string& text) { set(command, text); }, help);
  };
  CLI::Option* resume =
      option(
          "--resume", setResumed,
          "Go on with a stopped, failed or lost training in its folder, bit for bit as if it had never ended. What the "
          "weights do not depend on may be given anew, and --steps and --budget-minutes")
          ->type_name("RUN");
  option("--spec", loadSpecFile, "JSON specification (or a training's spec.json); options given beside it win")
      ->type_name("FILE")
      ->excludes(resume);
  option("--preset", setPreset, "A training of the `presets`")
      ->type_name("NAME")
      ->default_str(kDefaultPreset)
      ->excludes(resume);
  option("--network", setNetwork, "A network of the `presets` in the place of the training's own")
      ->type_name("NAME")
      ->excludes(resume);
  option("--photos", setPhotos,
         "Learn from the photos of this folder, or from those that a text file lists (.txt, one a line); without it "
         "from dead leaves, which need no files")
      ->type_name("FOLDER|LIST")
      ->excludes(resume);
}

void addSections(CLI::App& app, TrainCommand& command) {
  TrainingSpec& spec = command.spec;
  addSpecOptions(app, spec.network, "Network");
  addSpecOptions(app, spec.data, "Data", {{}, {{"validation_path", "--validation-photos,--validation-path"}}});
  addSpecOptions(app, spec.loss, "Loss");
  addSpecOptions(app, spec.optimiser, "Optimiser");
  addSpecOptions(app, spec.loop, "Loop", {{}, {{"checkpoint_every_s", "--checkpoint-every,--checkpoint-every-s"}}});
  // The seed of the weights is --seed, as the one of everything random is in `simulate`.
  addSpecOptions(app, spec.simulation.object, "Object", {{"index", "pair_path"}, {{"seed", "--object-seed"}}});
  addSpecOptions(app, spec.simulation.probe, "Probe");
  addSpecOptions(app, spec.simulation.scan, "Scan");
  addSpecOptions(app, spec.simulation.detector, "Detector and noise");
  addSpecOptions(app, spec.simulation.geometry, "Geometry");
}

void addRunOptions(CLI::App& app, TrainCommand& command) {
  const std::string group = "Output and run";
  app.add_option("--threads", command.threads,
                 "Threads; 0 = all cores, with --resume as many as before. The last bits of the weights depend on it")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str()
      ->group(group);
  addRunTargetOptions(app, command.target, group, "--run-folder");
  app.add_flag("--json", command.json, "Print a machine-readable summary")->group(group);
}

}  // namespace

Verb makeTrainVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<TrainCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand("train", "Simulated scans → a network that turns patterns into objects");
  addSources(*app, *command);
  addSections(*app, *command);
  addRunOptions(*app, *command);
  app->footer(
      "Several processes train together when RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT are set, as torchrun and\n"
      "Slurm scripts do; the first of them writes the run folder.\n");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
