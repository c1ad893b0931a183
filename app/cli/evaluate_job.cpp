#include "app/cli/evaluate_job.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/cli/acquisition_arrays.h"
#include "app/cli/evaluate_report.h"
#include "app/cli/network_source.h"
#include "app/cli/run_resume.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/base/version.h"
#include "core/evaluate/evaluation_columns.h"
#include "core/reconstruct/presets.h"
#include "core/store/evaluation_file.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {


bool usesNetwork(const std::string& method) { return method != method_name::kChain; }
bool usesChain(const std::string& method) { return method != method_name::kNetwork; }

std::string wholePath(const std::string& path) { return path.empty() ? path : fs::absolute(path).string(); }

/// What the numbers depend on; the result file and the run's spec.json have it.
Json specsOf(const EvaluateJob& job) {
  SimulationSpec simulation = job.simulation;
  simulation.object.path = wholePath(simulation.object.path);
  return {{"evaluation", specToJson(job.spec)}, {"simulation", simulationSpecToJson(simulation)},
          {"methods", job.methods}, {"reconstruction", reconstructionSpecToJson(job.chain)},
          {"network", wholePath(job.network)}, {"device", job.device}};
}

/// "photos", "dead leaves 1000"
std::string imagesName(const ObjectSpec& object) {
  if (object.source == ObjectSource::DeadLeaves) return fmt::format("dead leaves {}", object.seed);
  return fs::path(object.path).filename().string();
}

std::vector<EvaluationMethod> methodsOf(const EvaluateJob& job, Predictor* predictor) {
  std::vector<EvaluationMethod> methods;
  for (const auto& name : job.methods) {
    EvaluationMethod method{name, usesNetwork(name) ? predictor : nullptr, std::nullopt};
    if (usesChain(name)) method.chain = job.chain;
    methods.push_back(std::move(method));
  }
  return methods;
}

/// A run that goes on must not mix two networks: a training that goes on replaces its best one.
Result<void> checkSameNetwork(const fs::path& folder, const std::string& name) {
  if (folder.empty()) return {};
  PTYCHO_TRY(Json spec, readRunSpec(folder));
  const std::string before = stringAt(spec, "network_name");
  if (before == name) return {};
  if (before.empty()) {
    spec["network_name"] = name;
    return replaceFileText(folder / run_file::kSpec, jsonText(spec, 2) + "\n");
  }
  return badInput(fmt::format("was begun with the network \"{}\", which is \"{}\" now; evaluate that one in a new run.",
                              before, name), folder.string());
}

}  // namespace

Result<void> completeJob(EvaluateJob& job) {
  if (job.methods.empty()) {
    const bool both = !job.network.empty() && !job.chain.stages.empty();
    if (both || job.network.empty()) job.methods.emplace_back(method_name::kChain);
    if (!job.network.empty()) job.methods.emplace_back(method_name::kNetwork);
    if (both) job.methods.emplace_back(method_name::kHybrid);
  }
  std::set<std::string> names;
  for (const auto& method : job.methods) {
    if (!names.insert(method).second) return badInput("is named twice.", "method " + method);
    if (usesNetwork(method) && job.network.empty()) {
      return badInput("needs a network; name one with --network RUN.", "method " + method);
    }
  }
  if (std::ranges::any_of(job.methods, usesChain) && job.chain.stages.empty()) {
    job.chain.stages = findChainPreset(kDefaultPreset).value().stages;
  }
  return {};
}

Result<EvaluateOutcome> runEvaluateJob(const EvaluateJob& job, RunSession& session, Evaluation done) {
  EvaluateOutcome outcome;
  std::unique_ptr<Predictor> predictor;
  if (std::ranges::any_of(job.methods, usesNetwork)) {
    PTYCHO_TRY(predictor, openPredictor(job.network, job.device, job.threads));
    outcome.network = predictor->name();
    PTYCHO_CHECK(checkSameNetwork(session.folder(), outcome.network));
  }
  if (std::ranges::any_of(job.methods, usesChain)) outcome.chain = chainText(job.chain.stages);
  EvaluationInput input{methodsOf(job, predictor.get()), {}, job.threads, std::move(done.records),
                        std::move(done.kept)};
  PTYCHO_TRY(input.supplied, loadSuppliedArrays(job.simulation));
  PTYCHO_TRY(Evaluation evaluation, evaluate(job.spec, job.simulation, std::move(input), session));
  const fs::path folder = session.folder();
  const fs::path inFolder = folder.empty() ? fs::path() : folder / run_file::kResult;
  const StoredEvaluation stored{std::move(evaluation), imagesName(job.simulation.object), jsonText(specsOf(job))};
  for (const fs::path& file : {inFolder, job.output}) {
    if (!file.empty()) PTYCHO_CHECK(session.writeWithRoom([&] { return writeEvaluation(file, stored); }));
  }
  if (!job.csv.empty()) {
    PTYCHO_CHECK(session.writeWithRoom([&] { return replaceFileText(job.csv, evaluationCsv(stored.evaluation)); }));
  }
  outcome.evaluation = std::move(stored.evaluation);
  outcome.file = job.output.empty() ? inFolder : job.output;
  outcome.csv = job.csv;
  outcome.run_folder = folder;
  session.finish(outcome.evaluation.completion,
                 figureText(outcome.evaluation, static_cast<int>(outcome.evaluation.methods.size()) - 1));
  return outcome;
}

Json evaluateRunSpec(const EvaluateJob& job, const std::vector<std::string>& command) {
  Json spec{{"schema", 1}, {"verb", "evaluate"}, {"program", "ptychodesk-cli"}, {"version", programVersion()},
            {"command", command}, {"threads", job.threads}};
  spec.update(specsOf(job));
  return spec;
}

namespace {

Result<EvaluateJob> jobOfEvaluation(const fs::path& folder) {
  PTYCHO_TRY(const Json spec, specOfRun(folder, "evaluate"));
  const std::string where = (folder / run_file::kSpec).string();
  EvaluateJob job;
  if (auto read = specFromJson(job.spec, spec.value("evaluation", Json())); !read) return passOn(read.error(), where);
  auto simulation = simulationSpecFromJson(spec.value("simulation", Json()));
  if (!simulation) return passOn(simulation.error(), where);
  job.simulation = std::move(*simulation);
  auto chain = reconstructionSpecFromJson(spec.value("reconstruction", Json()));
  if (!chain) return passOn(chain.error(), where);
  job.chain = std::move(*chain);
  for (const Json& method : spec.value("methods", Json::array())) {
    if (!method.is_string()) return badInput("must be a list of names.", where + ": methods");
    job.methods.push_back(method.get<std::string>());
  }
  job.network = stringAt(spec, "network");
  job.device = stringAt(spec, "device");
  PTYCHO_CHECK(completeJob(job));
  return job;
}

/// Records from the events, which are there also after a kill; estimates from the result of a stop.
Evaluation doneIn(const fs::path& folder, const EvaluateJob& job) {
  Evaluation done;
  EventBatch batch;
  do {
    batch = readEvents(folder, batch.next_offset);
    for (const Json& event : batch.events) {
      if (auto record = evaluationRecordOf(event, job.methods)) done.records.push_back(std::move(*record));
    }
  } while (!batch.events.empty());
  const fs::path result = folder / run_file::kResult;
  std::error_code status;
  if (!fs::exists(result, status)) return done;
  auto stored = readEvaluation(result);
  if (stored && stored->evaluation.methods == job.methods) done.kept = std::move(stored->evaluation.kept);
  else if (!stored) logWarning(stored.error().text() + " Kept estimates are computed again.");
  return done;
}

}  // namespace

Result<EvaluateOutcome> resumeEvaluate(const fs::path& folder, const fs::path& output, const fs::path& csv,
                                       int threads) {
  PTYCHO_TRY(EvaluateJob job, jobOfEvaluation(folder));
  PTYCHO_CHECK(checkStopped(folder));
  PTYCHO_TRY(const RunFolderLock lock, RunFolderLock::take(folder));
  job.output = output;
  job.csv = csv;
  job.threads = threads;
  Evaluation done = doneIn(folder, job);
  const std::unique_ptr<RunSession> session = RunSession::reopen(folder);
  auto outcome = runEvaluateJob(job, *session, std::move(done));
  if (!outcome) session->finishFailed(outcome.error());
  return outcome;
}

}  // namespace ptycho::cli
