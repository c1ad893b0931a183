#include <cmath>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/import_guard.h"
#include "app/cli/import_job.h"
#include "app/cli/import_text.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/atomic_file.h"
#include "core/base/process_memory.h"
#include "core/base/version.h"
#include "core/import/dataset_choice.h"
#include "core/store/hdf5_plugins.h"
#include "core/store/run_acquisition.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;


struct ImportCommand {
  ImportJob job;
  std::string input;
  std::string output;
  std::string preview;
  std::string in_run;  ///< of the guarded process: the run folder that the guard has made
  std::string error_to;  ///< of the guarded process: the file where the guard wants its error
  GuardLimits limits;
  bool json = false;
  bool datasets = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  [[nodiscard]] Result<int> guard() const;
  [[nodiscard]] Result<int> work() const;
  [[nodiscard]] Result<int> listDatasets() const;
  [[nodiscard]] Result<ImportOutcome> import(RunSession& session) const;
  [[nodiscard]] Result<fs::path> makeRun() const;
};

/// Complete enough to import again.
Result<fs::path> ImportCommand::makeRun() const {
  const Json spec{{"schema", 1}, {"verb", "import"}, {"program", "ptychodesk-cli"}, {"version", programVersion()},
                  {"command", invocation.arguments}, {"file", fs::absolute(input).string()},
                  {"import", importSpecJson(job.spec)}};
  if (target.folder.empty()) {
    const fs::path root = target.runs_root.empty() ? defaultRunsRoot() : fs::path(target.runs_root);
    return createRunFolder(root, "import", target.name, spec);
  }
  PTYCHO_CHECK(createRunFolderAt(target.folder, "import", spec));
  return fs::path(target.folder);
}

/// The run folder is made out here, so that a crash of the reader can be said in it.
Result<int> ImportCommand::guard() const {
  GuardedCall call{{invocation.arguments.begin() + 1, invocation.arguments.end()}, input, limits};
  const bool look = datasets || !preview.empty();
  if (look && call.limits.cpu_s == 0) call.limits.cpu_s = kLookCpu_s;
  fs::path folder;
  if (target.wanted) {
    PTYCHO_TRY(folder, makeRun());
    call.arguments.insert(call.arguments.end(), {kInRunOption, folder.string()});
  }
  auto outcome = runGuarded(call);
  if (!outcome && !folder.empty()) RunSession::reopen(folder)->finishFailed(outcome.error());
  return outcome;
}

Result<ImportOutcome> ImportCommand::import(RunSession& session) const {
  if (!preview.empty()) return previewForeignScan(job, preview);
  return importScan(job, output.empty() ? session.folder() / run_file::kScan : fs::path(output), session);
}

Result<int> ImportCommand::listDatasets() const {
  PTYCHO_TRY(const ScanFile file, ScanFile::open(input));
  PTYCHO_TRY(const std::vector<DatasetChoice> choices, datasetChoices(file));
  if (json) {
    fmt::print("{}\n", jsonText(datasetChoicesToJson(job.file.filename().string(), choices), 2));
    return kExitDone;
  }
  for (const DatasetChoice& choice : choices) {
    std::vector<std::string> roles;
    for (const DatasetRole role : choice.roles) roles.push_back(datasetRoleName(role));
    fmt::print("{}  {} [{}]{}{}\n", choice.path, choice.type, fmt::join(choice.shape, ", "),
               roles.empty() ? "" : "  could be: ", fmt::join(roles, ", "));
  }
  return kExitDone;
}

Result<int> ImportCommand::work() const {
  if (insideGuard()) allowHdf5Plugins();
  if (datasets) return listDatasets();
  std::unique_ptr<RunSession> session;
  if (in_run.empty()) {
    PTYCHO_TRY(session, RunSession::open({}, "import", {}));
  } else {
    session = RunSession::reopen(in_run);
  }
  const auto outcome = import(*session);
  if (!outcome && stopSignal() != 0) {
    session->finish(Completion::StoppedEarly, "Stopped; nothing was imported.");
    return kExitStopped;
  }
  if (!outcome) {
    session->finishFailed(outcome.error());
    if (error_to.empty()) return tl::unexpected(outcome.error());
    PTYCHO_CHECK(replaceFileText(error_to, jsonText(errorJson(outcome.error()))));
    return outcome.error().exitCode();
  }
  if (json) {
    Json summary = importOutcomeJson(*outcome);
    summary["run_folder"] = in_run;
    summary["peak_memory_mb"] = std::round(1e-6 * static_cast<double>(peakMemoryBytes()));
    fmt::print("{}\n", jsonText(summary, 2));
  } else {
    ImportOutcome shown = *outcome;
    shown.passing = !error_to.empty();
    printImportOutcome(shown);
  }
  return kExitDone;
}

Result<int> ImportCommand::run() {
  std::error_code status;
  if (!fs::exists(input, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", input);
  if (fs::is_directory(input, status)) return badInput("is a folder; name the file itself.", input);
  job.file = input;
  return insideGuard() ? work() : guard();
}

void addOutputOptions(CLI::App& app, ImportCommand& command) {
  const std::string group = "Output and run";
  app.add_option("-o,--output", command.output, "HDF5 acquisition to write (replaced in one step)")->type_name("FILE")
      ->group(group);
  app.add_option("--preview", command.preview,
                 "Write only a look at it, for programs: mean pattern, some patterns, mask, probe, scan and report")
      ->type_name("FILE")->group(group);
  app.add_flag("--datasets", command.datasets,
               "Only list what the file holds, for --patterns-path and the like")->group(group);
  addRunTargetOptions(app, command.target, group, "-o, --preview and --run-folder");
  app.add_flag("--json", command.json, "Print a machine-readable summary with the report")->group(group);
  const std::string guard = "Limits of the process that reads the file";
  app.add_option("--memory-limit", command.limits.memory_gb, "GB of address space; 0 = what is free")
      ->check(CLI::Range(0.0, 1e6))->capture_default_str()->group(guard);
  app.add_option("--cpu-limit", command.limits.cpu_s,
                 "Seconds of processor time; 0 = an hour, for --preview and --datasets a minute")
      ->check(CLI::Range(0, 1'000'000))->capture_default_str()->group(guard);
  app.add_option(kInRunOption, command.in_run)->group("");
  app.add_option(kErrorToOption, command.error_to)->group("");
}

}  // namespace

Verb makeImportVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<ImportCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand(
      "import", "A scan as another program or a beamline wrote it → acquisition; says all that it assumes");
  app->add_option("file", command->input, "The file; what it is is told by its content")->required()->type_name("FILE");
  app->add_option_function<std::string>(
      "--spec",
      [command](const std::string& file) {
        auto spec = readImportSpec(file);
        if (!spec) throw CLI::ValidationError(spec.error().text());
        command->job.spec = std::move(*spec);
      },
      "JSON specification (or a run's spec.json); options given beside it win")->type_name("FILE");
  addOutputOptions(*app, *command);
  std::vector<std::string> groups;
  for (const auto& field : ImportSpec::fields()) {
    if (groups.empty() || groups.back() != field.info.group) groups.push_back(field.info.group);
  }
  for (const std::string& group : groups) {
    OptionNaming others;
    for (const auto& field : ImportSpec::fields()) {
      if (field.info.group != group) others.except.push_back(field.info.key);
    }
    addSpecOptions(*app, command->job.spec, group, others);
  }
  return {app, [command] {
            RunTarget& target = command->target;
            const bool importing = command->preview.empty() && !command->datasets;
            target.wanted = importing && (!target.folder.empty() || !target.runs_root.empty() ||
                                          command->output.empty());
            if (target.name.empty()) target.name = fs::path(command->input).stem().string();
            return command->run();
          }};
}

}  // namespace ptycho::cli
