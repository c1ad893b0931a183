#include <algorithm>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/acquisition_arrays.h"
#include "app/cli/foreign_input.h"
#include "app/cli/import_job.h"
#include "app/cli/reconstruct_batch.h"
#include "app/cli/reconstruct_job.h"
#include "app/cli/reconstruct_resume.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/file_list.h"
#include "core/reconstruct/presets.h"
#include "core/store/acquisition_file.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct ReconstructCommand {
  std::vector<std::string> inputs;
  ReconstructJob job;
  std::string output;
  std::string resume;
  int threads = 0;
  int jobs = 0;
  bool json = false;
  bool interval_given = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  Result<void> expandLists();
  Result<int> runOne(bool imports);
  Result<int> runBatch(std::vector<bool> foreign);
  Result<int> runResumed();
  Result<int> conclude(const Result<ReconstructOutcome>& outcome) const;
};

Result<int> ReconstructCommand::conclude(const Result<ReconstructOutcome>& outcome) const {
  if (!outcome) return tl::unexpected(outcome.error());
  if (json) fmt::print("{}\n", jsonText(outcomeJson(*outcome), 2));
  else printOutcome(*outcome);
  return outcome->stopped() ? kExitStopped : kExitDone;
}

/// Lists become what they name.
Result<void> ReconstructCommand::expandLists() {
  std::vector<std::string> named;
  for (const std::string& input : inputs) {
    std::error_code status;
    if (!isFileList(input) || !fs::is_regular_file(input, status)) {
      named.push_back(input);
      continue;
    }
    PTYCHO_TRY(const auto files, listedFiles(input, [](const fs::path&) { return true; }, "file"));
    for (const fs::path& file : files) named.push_back(file.string());
  }
  inputs = std::move(named);
  if (job.simulation) return {};
  const auto photo = std::ranges::find_if(inputs, [](const std::string& input) { return isPhotoName(input); });
  if (photo == inputs.end()) return {};
  return badInput("is a photograph, of which patterns must be simulated first; say how with --simulation, which takes "
                  "the run folder of an evaluation.", *photo);
}

Result<int> ReconstructCommand::runOne(bool imports) {
  job.input = inputs.front();
  job.imports = imports;
  job.output = output;
  job.threads = threadCount(threads);
  job.import_to_errors = json;
  std::error_code status;
  if (!fs::exists(job.input, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", job.input);
  PTYCHO_TRY(const std::unique_ptr<RunSession> session,
             RunSession::open(target, "reconstruct", reconstructRunSpec(job, invocation.arguments)));
  auto outcome = runReconstructJob(job, *session);
  if (!outcome) session->finishFailed(outcome.error());
  return conclude(outcome);
}

Result<int> ReconstructCommand::runBatch(std::vector<bool> foreign) {
  job.threads = threads;
  return runReconstructBatch({inputs, std::move(foreign), job, output, target, jobs, json, invocation.arguments});
}

Result<int> ReconstructCommand::runResumed() {
  if (job.spec != ReconstructionSpec{} || !job.start.empty() || !job.support.empty() || job.simulation ||
      inputs.size() > 1 || !target.folder.empty() || !target.runs_root.empty()) {
    return badInput("goes on as it was asked for; beside --resume there is only the acquisition (where it lies now), "
                    "-o, --threads, --memory, --checkpoint-every and --json.", resume);
  }
  PTYCHO_TRY(ReconstructJob stopped, jobOfStoppedRun(resume));
  if (!inputs.empty()) {
    stopped.input = inputs.front();
    stopped.imports = isForeignFile(stopped.input);
  }
  if (interval_given) stopped.checkpoint_every_s = job.checkpoint_every_s;
  stopped.output = output;
  stopped.threads = threadCount(threads);
  stopped.memory_gb = job.memory_gb;
  stopped.import_to_errors = json;
  return conclude(resumeReconstruct(resume, stopped));
}

Result<int> ReconstructCommand::run() {
  if (!resume.empty()) return runResumed();
  if (inputs.empty()) return badInput("is required: the file to reconstruct, or --resume RUN.", "acquisition");
  PTYCHO_CHECK(expandLists());
  std::vector<bool> foreign;
  for (const std::string& input : inputs) foreign.push_back(!isPhotoName(input) && isForeignFile(input));
  if (job.spec.stages.empty()) {
    const bool measured = !isPhotoName(inputs.front()) &&
                          (foreign.front() || isImportedAcquisition(inputs.front()));
    const ReconstructionSpec preset = findChainPreset(measured ? kMeasuredPreset : kDefaultPreset).value();
    job.spec.stages = preset.stages;
    if (job.spec.probe_modes == 0) job.spec.probe_modes = preset.probe_modes;
  }
  return inputs.size() == 1 ? runOne(foreign.front()) : runBatch(std::move(foreign));
}

void setChain(ReconstructionSpec& spec, const std::string& text) {
  auto stages = parseChain(text);
  if (!stages) throw CLI::ValidationError(stages.error().text());
  spec.stages = std::move(*stages);
}

void setPreset(ReconstructionSpec& spec, const std::string& name) {
  auto preset = findChainPreset(name);
  if (!preset) throw CLI::ValidationError(preset.error().text());
  spec = std::move(*preset);
}

/// A specification, or spec.json of a run with the files that its start and support came from.
void setSpecFile(ReconstructJob& job, const std::string& file) {
  const auto json = readJsonFile(file);
  if (!json) throw CLI::ValidationError(json.error().text());
  const bool ofRun = json->is_object() && json->contains("reconstruction");
  auto read = reconstructionSpecFromJson(ofRun ? (*json)["reconstruction"] : *json);
  if (!read) throw CLI::ValidationError(file + ": " + read.error().text());
  job.spec = std::move(*read);
  if (!ofRun) return;
  if (job.spec.start == StartKind::Given && json->contains("start") && (*json)["start"].is_string()) {
    job.start = (*json)["start"].get<std::string>();
  }
  if (json->contains("support") && (*json)["support"].is_string()) job.support = (*json)["support"].get<std::string>();
}

void setStart(ReconstructJob& job, const std::string& text) {
  job.spec.start = text == "flat" ? StartKind::Flat : text == "random" ? StartKind::Random : StartKind::Given;
  job.start = job.spec.start == StartKind::Given ? text : std::string();
}

/// What a stage of --chain or --spec may have, under the headings of its fields.
std::string stageHelp() {
  const FieldInfo& engine = StageSpec::fields().front().info;
  std::string text = "Engines: " + fieldHelp(engine) + "\nOptions of a stage (in --chain as option or key=value, in --spec as JSON fields):";
  std::string group = "?";
  for (const auto& field : StageSpec::fields()) {
    if (field.info.group.empty()) continue;  // engine and iterations stand at the front
    if (field.info.group != group) text += "\n" + field.info.group + ":";
    group = field.info.group;
    const std::string value = fieldText(field.get(StageSpec{}));
    text += fmt::format("\n  {:<20} {}{}", field.info.key, fieldHelp(field.info),
                        value.empty() ? "" : " (" + value + ")");
  }
  return text + "\n";
}

void addInputOptions(CLI::App& app, ReconstructCommand& command) {
  app.add_option("acquisition", command.inputs,
                 "HDF5 acquisitions, as `simulate` and `import` write them, or scans of other programs, which are imported "
                 "first; several are reconstructed independently of one another. A .txt file lists them, one a line; it may "
                 "list photographs too, as the window's list of images does (--simulation)")
      ->type_name("FILE");
  app.add_option_function<std::string>(
         "--simulation",
         [&command](const std::string& from) {
           auto spec = readSimulationSpec(from);
           if (!spec) throw CLI::ValidationError(spec.error().text());
           command.job.simulation = std::move(*spec);
         },
         "How patterns of photographs are simulated: a run folder (of the evaluation that they come from), or JSON of "
         "`simulate`'s options")
      ->type_name("RUN|FILE");
  app.add_option_function<std::string>(
         "--import-spec",
         [&command](const std::string& file) {
           auto spec = readImportSpec(file);
           if (!spec) throw CLI::ValidationError(spec.error().text());
           command.job.import = std::move(*spec);
         },
         "How scans of other programs are imported: JSON of `import`'s options (or the spec.json of its run)")
      ->type_name("FILE");
  app.add_option("--resume", command.resume,
                 "Go on with a stopped or lost run in its folder, bit for bit as if it had never been stopped")
      ->type_name("RUN");
}

/// --spec and --preset come first: options are set in this order, and single ones win.
void addChainOptions(CLI::App& app, ReconstructCommand& command) {
  app.add_option_function<std::string>(
         "--spec", [&command](const std::string& file) { setSpecFile(command.job, file); },
         "JSON specification (or a run's spec.json); options given beside it win")->type_name("FILE")->group("Chain");
  app.add_option_function<std::string>(
         "--preset", [&command](const std::string& name) { setPreset(command.job.spec, name); },
         "A chain that is known to work, see `presets` (default best-60, for measured data measured)")->type_name("NAME")->group("Chain");
  app.add_option_function<std::string>(
         "--chain", [&command](const std::string& text) { setChain(command.job.spec, text); },
         "Stages engine:iterations[:option…], for example \"dm:300:range,awf:100\"; options below")
      ->type_name("TEXT")->group("Chain");
  app.add_option_function<std::string>(
         "--start", [&command](const std::string& text) { setStart(command.job, text); },
         "flat, random, an HDF5 file (its /object), imported (the object that an imported file held), or network:RUN, "
         "what a trained network makes of the patterns")->default_str("flat")
      ->group("Chain");
  app.add_option("--support", command.job.support,
                 "For stages with the option support: an image of the object's size in an HDF5 file (its /support, or "
                 "FILE:/dataset), not zero inside")->type_name("FILE")->group("Chain");
  addSpecOptions(app, command.job.spec, "Chain", {{"start"}, {}});
  addSpecOptions(app, command.job.spec.range, "Ranges (for stages with the option range)");
}

void addRunOptions(CLI::App& app, ReconstructCommand& command) {
  const std::string group = "Output and run";
  app.add_option("-o,--output", command.output,
                 "HDF5 result to write (replaced in one step); for several acquisitions a folder")
      ->type_name("FILE")->group(group);
  app.add_option("--threads", command.threads,
                 "Threads, of all jobs together; 0 = all cores. The result does not depend on it")
      ->check(CLI::Range(0, 1024))->capture_default_str()->group(group);
  app.add_option("--memory", command.job.memory_gb,
                 "GB of memory for the patterns (of each acquisition); what does not fit stays in the file and is read in "
                 "each pass, with the same result. 0 = half of the available memory")
      ->check(CLI::Range(0.0, 1e6))->capture_default_str()->group(group);
  app.add_option("--jobs", command.jobs,
                 "Several acquisitions: so many at a time; 0 = one for each core where the files are small")
      ->check(CLI::Range(0, 1024))->capture_default_str()->group(group);
  app.add_option_function<double>(
         "--checkpoint-every",
         [&command](const double& seconds) {
           command.job.checkpoint_every_s = seconds;
           command.interval_given = true;
         },
         "Seconds between checkpoints in the run folder, from which --resume goes on; 0 = only when stopped")
      ->check(CLI::Range(0.0, 1e7))->default_str("60")->type_name("SECONDS")->group(group);
  addRunTargetOptions(app, command.target, group, "-o and --run-folder", "; of several, as runs inside it");
  app.add_flag("--json", command.json, "Print a machine-readable summary")->group(group);
}

}  // namespace

Verb makeReconstructVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<ReconstructCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand("reconstruct", "Diffraction patterns → complex object, by a chain of engines");
  addInputOptions(*app, *command);
  addChainOptions(*app, *command);
  addRunOptions(*app, *command);
  app->footer(stageHelp());
  return {app, [command] {
            RunTarget& target = command->target;
            target.wanted = !target.folder.empty() || !target.runs_root.empty() || command->output.empty();
            if (target.name.empty() && !command->inputs.empty()) {
              target.name = fs::path(command->inputs.front()).stem().string();
            }
            return command->run();
          }};
}

}  // namespace ptycho::cli
