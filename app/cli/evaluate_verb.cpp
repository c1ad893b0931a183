#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/evaluate_job.h"
#include "app/cli/evaluate_report.h"
#include "app/cli/network_source.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/log.h"
#include "core/reconstruct/presets.h"
#include "core/simulate/presets.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

/// Other dead leaves than those that trainings learn from by default.
constexpr std::uint64_t kSeed = 1000;

struct EvaluateCommand {
  EvaluateCommand() { job.simulation.object.seed = kSeed; }

  EvaluateJob job;
  std::optional<ObjectSpec> trained_on;  ///< the objects that the network learned from
  bool own_range = false;                ///< the chain's ranges come from a specification
  std::string output;
  std::string csv;
  std::string resume;
  int threads = 0;
  bool json = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  Result<EvaluateOutcome> runNew();
  Result<EvaluateOutcome> runResumed() const;
  void warnOfTrainingImages() const;
};

void EvaluateCommand::warnOfTrainingImages() const {
  if (!trained_on) return;
  const ObjectSpec& object = job.simulation.object;
  std::error_code status;
  const bool sameFolder = object.source == ObjectSource::Folder && trained_on->source == ObjectSource::Folder &&
                          fs::equivalent(object.path, trained_on->path, status);
  const bool sameLeaves = object.source == ObjectSource::DeadLeaves && trained_on->source == ObjectSource::DeadLeaves &&
                          object.seed == trained_on->seed;
  if (sameFolder || sameLeaves) {
    logWarning("the network has learned from images of this set; its errors on others will be larger.");
  }
}

Result<EvaluateOutcome> EvaluateCommand::runNew() {
  job.output = output;
  job.csv = csv;
  job.threads = threadCount(threads);
  job.simulation.geometry.detector_side_px = job.simulation.probe.window_px;
  if (!own_range) {
    const ObjectSpec& object = job.simulation.object;
    job.chain.range = {object.amplitude_min, object.amplitude_max, object.phase_min_rad, object.phase_max_rad};
  }
  PTYCHO_CHECK(completeJob(job));
  PTYCHO_TRY(const auto images, imagesOf(job.spec, job.simulation.object));
  job.spec.count = static_cast<int>(images.size());
  warnOfTrainingImages();
  PTYCHO_TRY(const std::unique_ptr<RunSession> session,
             RunSession::open(target, "evaluate", evaluateRunSpec(job, invocation.arguments)));
  auto outcome = runEvaluateJob(job, *session);
  if (!outcome) session->finishFailed(outcome.error());
  return outcome;
}

Result<EvaluateOutcome> EvaluateCommand::runResumed() const {
  const EvaluateCommand fresh;
  if (job.simulation != fresh.job.simulation || job.spec != fresh.job.spec || job.chain != fresh.job.chain ||
      !job.methods.empty() || !job.network.empty() || !target.folder.empty() || !target.runs_root.empty()) {
    return badInput("goes on as it was asked for; beside --resume there are only -o, --csv, --threads and --json.",
                    resume);
  }
  return resumeEvaluate(resume, output, csv, threadCount(threads));
}

Result<int> EvaluateCommand::run() {
  PTYCHO_TRY(const EvaluateOutcome outcome, resume.empty() ? runNew() : runResumed());
  if (json) fmt::print("{}\n", jsonText(evaluationJson(outcome), 2));
  else printEvaluation(outcome);
  return outcome.stopped() ? kExitStopped : kExitDone;
}

/// The scan of a preset or a network: which images there are stays.
void setScan(EvaluateCommand& command, SimulationSpec simulation) {
  const ObjectSpec& now = command.job.simulation.object;
  simulation.object.source = now.source;
  simulation.object.path = now.path;
  simulation.object.pair_path = now.pair_path;
  simulation.object.seed = now.seed;
  simulation.object.index = now.index;
  command.job.simulation = std::move(simulation);
}

void setNetwork(EvaluateCommand& command, const std::string& fileOrRun) {
  command.job.network = fileOrRun;
  auto network = readTrainedNetwork(fileOrRun);
  if (!network) throw CLI::ValidationError(network.error().text());
  command.trained_on = network->spec.simulation.object;
  setScan(command, std::move(network->spec.simulation));
}

void setSimulationPreset(EvaluateCommand& command, const std::string& name) {
  auto preset = findSimulationPreset(name);
  if (!preset) throw CLI::ValidationError(preset.error().text());
  setScan(command, std::move(*preset));
}

/// A specification of a simulation, or spec.json of a run that has one.
void setSimulationFile(EvaluateCommand& command, const std::string& file) {
  const auto json = readJsonFile(file);
  if (!json) throw CLI::ValidationError(json.error().text());
  auto read = simulationSpecFromJson(json->is_object() && json->contains("simulation") ? (*json)["simulation"] : *json);
  if (!read) throw CLI::ValidationError(file + ": " + read.error().text());
  command.job.simulation = std::move(*read);
}

void setPhotos(EvaluateCommand& command, const std::string& folder) {
  command.job.simulation.object.source = ObjectSource::Folder;
  command.job.simulation.object.path = folder;
}

void setSeed(EvaluateCommand& command, const std::string& text) {
  EvaluateJob& job = command.job;
  if (auto set = assignFieldText(job.spec, "seed", text); !set) throw CLI::ValidationError(set.error().text());
  job.simulation.object.seed = job.simulation.scan.seed = job.simulation.detector.seed = job.spec.seed;
}

void setKeep(EvaluateCommand& command, const std::string& text) {
  if (auto set = setKept(command.job.spec, text); !set) throw CLI::ValidationError(set.error().text());
}

void setChainFile(EvaluateCommand& command, const std::string& file) {
  const auto json = readJsonFile(file);
  if (!json) throw CLI::ValidationError(json.error().text());
  const bool ofRun = json->is_object() && json->contains("reconstruction");
  auto read = reconstructionSpecFromJson(ofRun ? (*json)["reconstruction"] : *json);
  if (!read) throw CLI::ValidationError(file + ": " + read.error().text());
  if (read->start == StartKind::Given) read->start = StartKind::Flat;  // one start would not fit every image
  command.job.chain = std::move(*read);
  command.own_range = true;
}

void setChainPreset(EvaluateCommand& command, const std::string& name) {
  auto preset = findChainPreset(name);
  if (!preset) throw CLI::ValidationError(preset.error().text());
  command.job.chain = std::move(*preset);
}

void setChain(EvaluateCommand& command, const std::string& text) {
  auto stages = parseChain(text);
  if (!stages) throw CLI::ValidationError(stages.error().text());
  command.job.chain.stages = std::move(*stages);
}

using Setter = void (*)(EvaluateCommand&, const std::string&);

CLI::Option* addSetter(CLI::App& app, EvaluateCommand& command, const std::string& names, Setter set,
                       const std::string& help, const std::string& group) {
  return app.add_option_function<std::string>(
                names, [&command, set](const std::string& text) { set(command, text); }, help)->group(group);
}

void addMethodOptions(CLI::App& app, EvaluateCommand& command) {
  const std::string group = "Methods";
  addSetter(app, command, "--network", setNetwork,
            "A training's run folder (its best network), or a network file; also gives the scan that it was trained "
            "for", group)->type_name("RUN|FILE");
  app.add_option("--device", command.job.device, "Of the network: auto (CUDA where there is one), cpu or cuda:N")
      ->capture_default_str()->group(group);
  addSetter(app, command, "--spec", setChainFile, "Chain as a JSON specification, or of a run's spec.json", group)
      ->type_name("FILE");
  addSetter(app, command, "--preset", setChainPreset, "A chain that is known to work, see `presets`", group)
      ->type_name("NAME");
  addSetter(app, command, "--chain", setChain, "Stages engine:iterations[:option…], see `reconstruct --help`", group)
      ->type_name("TEXT");
  app.add_option_function<std::vector<std::string>>(
         "--method",
         [&command](const std::vector<std::string>& names) { command.job.methods = names; },
         "flat-chain (the chain alone), network (alone) or hybrid (the chain from the network's prediction); may be "
         "given several times. Without it: what --network and a chain allow, with neither the chain best-60")
      ->check(CLI::IsMember({method_name::kChain, method_name::kNetwork, method_name::kHybrid}))
      ->allow_extra_args(false)->group(group);
  addSpecOptions(app, command.job.chain, group, {{"start", "seed", "record_every", "background"}, {}});
}

/// Whole specifications stand first: options are set in this order, and single ones win.
void addImageOptions(CLI::App& app, EvaluateCommand& command) {
  const std::string group = "Images";
  addSetter(app, command, "--simulation", setSimulationPreset, "Scan of a preset of `simulate`", group)
      ->type_name("NAME")->default_str("the network's, else reference-60");
  addSetter(app, command, "--simulation-spec", setSimulationFile,
            "JSON specification of the simulation (or a run's spec.json)", group)->type_name("FILE");
  addSetter(app, command, "--photos", setPhotos,
            "Evaluate on the photos of this folder, or on those that a text file lists (.txt, one a line); without it "
            "on dead leaves", group)
      ->type_name("FOLDER|LIST");
  addSetter(app, command, "--seed", setSeed, "Seed of dead leaves, jitter, noise and --keep random", group)
      ->default_str(std::to_string(kSeed));
  addSetter(app, command, "--keep", setKeep,
            "Estimates that are kept with their truths, of each method: none, all, worst:K, best:K or random:K", group)
      ->default_str("none");
  addSpecOptions(app, command.job.spec, group, {{"keep", "keep_count", "seed"}, {}});
  SimulationSpec& simulation = command.job.simulation;
  addSpecOptions(app, simulation.object, "Object", {{"index", "seed", "pair_path"}, {}});
  addSpecOptions(app, simulation.probe, "Probe");
  addSpecOptions(app, simulation.scan, "Scan");
  addSpecOptions(app, simulation.detector, "Detector and noise");
  addSpecOptions(app, simulation.geometry, "Geometry");
}

void addRunOptions(CLI::App& app, EvaluateCommand& command) {
  const std::string group = "Output and run";
  app.add_option("-o,--output", command.output, "HDF5 table with the kept estimates (replaced in one step)")
      ->type_name("FILE")->group(group);
  app.add_option("--csv", command.csv, "The table as comma-separated values")->type_name("FILE")->group(group);
  app.add_option("--resume", command.resume,
                 "Go on with a stopped or lost evaluation in its folder; images that it has are not done again")
      ->type_name("RUN")->group(group);
  app.add_option("--threads", command.threads,
                 "Threads, of all images together; 0 = all cores. The table does not depend on it but for the timings")
      ->check(CLI::Range(0, 1024))->capture_default_str()->group(group);
  addRunTargetOptions(app, command.target, group, "-o and --run-folder");
  app.add_flag("--json", command.json, "Print a machine-readable summary")->group(group);
}

}  // namespace

Verb makeEvaluateVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<EvaluateCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand(
      "evaluate", "Networks and chains over a set of images: a table of errors, what makes images fail");
  addMethodOptions(*app, *command);
  addImageOptions(*app, *command);
  addRunOptions(*app, *command);
  return {app, [command] {
            RunTarget& target = command->target;
            target.wanted = !target.folder.empty() || !target.runs_root.empty() ||
                            (command->output.empty() && command->resume.empty());
            if (target.name.empty()) {
              const std::string& photos = command->job.simulation.object.path;
              target.name = photos.empty() ? "dead-leaves" : fs::path(photos).filename().string();
            }
            return command->run();
          }};
}

}  // namespace ptycho::cli
