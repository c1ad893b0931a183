#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/run_resume.h"
#include "app/cli/spec_options.h"
#include "app/cli/study_job.h"
#include "app/cli/verb.h"
#include "core/study/study_estimate.h"
#include "core/study/study_presets.h"
#include "core/study/study_report.h"
#include "core/study/study_table.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct StudyCommand {
  StudySpec spec;
  bool chosen = false;
  // What is changed in the preset or specification:
  std::vector<double> steps;
  std::vector<std::int64_t> seeds;
  std::vector<std::string> methods;
  std::optional<std::int64_t> count, training_steps;
  std::optional<double> minutes;
  std::string photos, validation_photos, test_photos, keep;

  std::string resume;
  std::string program;
  std::string device;
  int threads = 0;
  bool list = false, plan = false, json = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  Result<void> changeSpec();
  [[nodiscard]] bool changesMore() const;  ///< than the name
  [[nodiscard]] bool changes() const;
  Result<StudyJob> newJob();
  Result<StudyJob> resumedJob() const;
};

bool StudyCommand::changesMore() const {
  return !steps.empty() || !seeds.empty() || !methods.empty() || count || training_steps || minutes ||
         !photos.empty() || !validation_photos.empty() || !test_photos.empty() || !keep.empty();
}

bool StudyCommand::changes() const {
  return chosen || changesMore() || !target.folder.empty() || !target.runs_root.empty() || !target.name.empty();
}

std::string wholePath(const std::string& path) {
  return path.empty() ? path : fs::absolute(path).lexically_normal().string();
}

Result<void> StudyCommand::changeSpec() {
  if (changesMore()) spec.help.clear();  // what a preset says of itself may not hold any more
  if (!steps.empty()) spec.steps_px = steps;
  if (!seeds.empty()) spec.seeds = seeds;
  for (const std::string& name : methods) {
    if (std::ranges::find(spec.methods, name, &StudyMethod::name) != spec.methods.end()) continue;
    std::vector<std::string> known;
    for (const StudyMethod& method : spec.methods) known.push_back(method.name);
    return badInput(fmt::format("is no method of this study; it has {}.", fmt::join(known, ", ")), "method " + name);
  }
  if (!methods.empty()) {
    std::erase_if(spec.methods, [this](const StudyMethod& method) {
      return std::ranges::find(methods, method.name) == methods.end();
    });
  }
  if (!photos.empty()) spec.budget.photos = photos;
  if (!validation_photos.empty()) spec.budget.validation_photos = validation_photos;
  if (minutes) spec.budget.minutes = *minutes;
  if (training_steps) spec.budget.steps = *training_steps;
  if (!keep.empty()) spec.keep = keep;
  for (StudyImages& images : spec.images) {
    if (count) images.count = *count;
    if (!test_photos.empty()) images.photos = test_photos;
    images.photos = wholePath(images.photos);
  }
  spec.budget.photos = wholePath(spec.budget.photos);
  spec.budget.validation_photos = wholePath(spec.budget.validation_photos);
  return {};
}

Result<StudyJob> StudyCommand::newJob() {
  if (!chosen) return badInput("asks for nothing; give --preset NAME, --spec FILE or --resume RUN (--list shows the "
                               "presets).", "study");
  PTYCHO_CHECK(changeSpec());
  StudyJob job;
  job.spec = spec;
  job.resources.threads = threadCount(threads);
  if (!device.empty()) job.resources.device = device;
  job.program = program.empty() ? ownProgram() : program;
  job.command = invocation.arguments;
  return job;
}

Result<StudyJob> StudyCommand::resumedJob() const {
  if (changes()) {
    return badInput(
        "goes on as it was asked for; beside --resume there are only --threads, --device, --program, --plan "
        "and --json.",
        resume);
  }
  PTYCHO_TRY(StudyJob job, jobOfStudy(resume));
  if (threads > 0) job.resources.threads = threads;
  if (!device.empty()) job.resources.device = device;
  std::error_code status;
  if (!program.empty()) job.program = program;
  else if (job.program.find('/') != std::string::npos && !fs::exists(job.program, status)) job.program = ownProgram();
  return job;
}

void printList() {
  for (const StudySpec& preset : studyPresets()) {
    std::vector<std::string> methods, steps;
    for (const StudyMethod& method : preset.methods) methods.push_back(method.name);
    for (const double step : preset.steps_px) steps.push_back(stepText(step));
    fmt::print("{}\n  {}\n  methods: {}\n  steps: {} px; {} images\n", preset.name, preset.help,
               fmt::join(methods, ", "), fmt::join(steps, ", "), preset.images.front().count);
  }
}

void printPlan(const StudyPlan& plan, const StudyJob& job) {
  double all = 0;
  for (const StudyChild& child : plan.children) {
    fmt::print("{:<40}{:>10}  ptychodesk-cli {}\n", child.id, estimateText(child.estimate_s),
               fmt::join(child.arguments, " "));
    all += child.estimate_s;
  }
  for (const std::string& sentence : plan.left_out) fmt::print("{}\n", sentence);
  fmt::print("{} runs, about {} on {} threads of an ordinary processor; a GPU is quicker\n", plan.children.size(),
             estimateText(all), job.resources.threads);
}

Json planJson(const StudyPlan& plan, const StudyJob& job) {
  Json children = Json::array();
  double all = 0;
  for (const StudyChild& child : plan.children) {
    children.push_back({{"run", child.id}, {"arguments", child.arguments}, {"after", child.after},
                        {"estimate_s", child.estimate_s}});
    all += child.estimate_s;
  }
  return {{"children", children}, {"left_out", plan.left_out}, {"estimate_s", all},
          {"study", studySpecToJson(job.spec)}};
}

Result<int> report(const StudyOutcome& outcome, bool json) {
  if (json) {
    Json summary = studyJson(outcome.results);
    summary["run_folder"] = outcome.folder.string();
    summary["failures"] = outcome.failures;
    fmt::print("{}\n", jsonText(summary, 2));
  } else {
    fmt::print("{}\n", studyMarkdown(outcome.results));
    for (const std::string& failure : outcome.failures) fmt::print("{}\n", failure);
    if (outcome.completion == Completion::StoppedEarly) {
      fmt::print("stopped on request; go on with --resume {}\n", outcome.folder.string());
    }
    fmt::print("{} of {} runs done → {}\n", outcome.done(), outcome.results.children.size(),
               (outcome.folder / study_file::kHtml).string());
  }
  if (outcome.completion == Completion::StoppedEarly) return kExitStopped;
  return outcome.failures.empty() ? kExitDone : kExitFailed;
}

Result<int> StudyCommand::run() {
  if (list) {
    printList();
    return kExitDone;
  }
  PTYCHO_TRY(StudyJob job, resume.empty() ? newJob() : resumedJob());
  const auto trains = [](const StudyMethod& method) { return !method.training.empty(); };
  if (std::ranges::any_of(job.spec.methods, trains)) {
    PTYCHO_TRY(job.resources.networks, hasNetworks(job.program));
  }
  PTYCHO_TRY(const StudyPlan asked, planStudy(job.spec, job.resources));
  if (plan) {
    if (json) fmt::print("{}\n", jsonText(planJson(asked, job), 2));
    else printPlan(asked, job);
    return kExitDone;
  }
  std::optional<RunFolderLock> lock;
  std::unique_ptr<RunSession> session;
  if (resume.empty()) {
    target.wanted = true;
    if (target.name.empty()) target.name = job.spec.name;
    PTYCHO_TRY(session, RunSession::open(target, "study", studyRunSpec(job)));
  } else {
    PTYCHO_CHECK(checkStopped(resume, true));
    PTYCHO_TRY(RunFolderLock taken, RunFolderLock::take(resume));
    lock.emplace(std::move(taken));
    session = RunSession::reopen(resume);
  }
  auto outcome = runStudyJob(job, asked, *session);
  if (!outcome) session->finishFailed(outcome.error());
  if (!outcome) return tl::unexpected(outcome.error());
  return report(*outcome, json);
}

void setPreset(StudyCommand& command, const std::string& name) {
  auto preset = findStudyPreset(name);
  if (!preset) throw CLI::ValidationError(preset.error().text());
  command.spec = std::move(*preset);
  command.chosen = true;
}

void setFile(StudyCommand& command, const std::string& file) {
  const auto json = readJsonFile(file);
  if (!json) throw CLI::ValidationError(json.error().text());
  // A run's spec.json or study.json works as well as a bare specification.
  auto read = studySpecFromJson(json->is_object() && json->contains("study") ? (*json)["study"] : *json);
  if (!read) throw CLI::ValidationError(file + ": " + read.error().text());
  command.spec = std::move(*read);
  command.chosen = true;
}

void addStudyOptions(CLI::App& app, StudyCommand& command) {
  const std::string group = "Study";
  const auto setter = [&](const char* name, void (*set)(StudyCommand&, const std::string&), const char* help) {
    return app.add_option_function<std::string>(
        name, [&command, set](const std::string& text) { set(command, text); }, help)->group(group);
  };
  CLI::Option* preset = setter("--preset", setPreset, "A study that is known, see --list")->type_name("NAME");
  setter("--spec", setFile, "A study as a JSON specification, or a study's spec.json")->type_name("FILE")
      ->excludes(preset);
  app.add_option("--step", command.steps,
                 "Steps of the scan in the place of the study's [px]; may be given several times")
      ->type_name("PX")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--method", command.methods, "Only these methods; may be given several times")
      ->type_name("NAME")->allow_extra_args(false)->group(group);
  app.add_option("--train-seed", command.seeds, "Seeds of the trainings; may be given several times")
      ->type_name("N")->allow_extra_args(false)->group(group);
  app.add_option("--photos", command.photos, "Learn from the photos of this folder; without it from dead leaves")
      ->type_name("FOLDER")->group(group);
  app.add_option("--validation-photos", command.validation_photos, "Validate trainings on these photos")
      ->type_name("FOLDER")->group(group);
  app.add_option("--test-photos", command.test_photos, "Evaluate on the photos of this folder")
      ->type_name("FOLDER")->group(group);
  app.add_option("--count", command.count, "Images of each set; 0: all of the folder")
      ->check(CLI::Range(0, 10'000'000))->group(group);
  app.add_option("--minutes", command.minutes, "Time of each training [min]")
      ->check(CLI::Range(0.01, 1e6))
      ->group(group);
  app.add_option("--training-steps", command.training_steps, "Steps of each training")
      ->check(CLI::Range(1, 1'000'000'000))->group(group);
  app.add_option("--keep", command.keep,
                 "Estimates that are kept of each method, as of `evaluate`; the report shows the "
                 "worst of them")
      ->type_name("TEXT")
      ->group(group);
}

void addRunOptions(CLI::App& app, StudyCommand& command) {
  const std::string group = "Output and run";
  app.add_flag("--list", command.list, "Print the presets of studies")->group(group);
  app.add_flag("--plan", command.plan, "Print what would be run and about how long it takes, and do nothing")
      ->group(group);
  app.add_option("--resume", command.resume,
                 "Go on with a stopped, failed or lost study in its folder; what is done is not done again")
      ->type_name("RUN")->group(group);
  app.add_option("--threads", command.threads, "Threads of each run; 0 = all cores")
      ->check(CLI::Range(0, 1024))->capture_default_str()->group(group);
  app.add_option("--device", command.device, "Of trainings and networks: auto, cpu or cuda:N")->group(group);
  app.add_option(
         "--program", command.program,
         "Program that does the single runs: a script that calls ptychodesk-cli elsewhere, say; default this one")
      ->type_name("FILE")
      ->group(group);
  addRunTargetOptions(app, command.target, group, "--run-folder");
  app.add_flag("--json", command.json, "Print a machine-readable summary")->group(group);
}

}  // namespace

Verb makeStudyVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<StudyCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand(
      "study", "Methods × steps × images: trains, evaluates and compares all of it, with a report");
  addStudyOptions(*app, *command);
  addRunOptions(*app, *command);
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
