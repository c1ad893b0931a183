#include "core/study/study_results.h"

#include <algorithm>
#include <cmath>

#include "core/store/evaluation_file.h"
#include "core/study/training_events.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// The rows of one method, as a table of its own.
Evaluation onlyMethod(const Evaluation& evaluation, const std::string& column, const std::string& title) {
  Evaluation only;
  only.methods = {title};
  only.images = evaluation.images;
  only.completion = evaluation.completion;
  only.seconds = evaluation.seconds;
  const auto found = std::ranges::find(evaluation.methods, column);
  const int method = static_cast<int>(found - evaluation.methods.begin());
  for (EvaluationRecord record : evaluation.records) {
    if (record.method != method) continue;
    record.method = 0;
    only.records.push_back(std::move(record));
  }
  return only;
}

/// The flat picture's errors as if they were a method's.
Evaluation flatOf(const Evaluation& evaluation, const std::string& title) {
  Evaluation flat;
  flat.methods = {title};
  flat.images = evaluation.images;
  for (const EvaluationRecord& of : evaluation.records) {
    if (of.method != 0) continue;
    EvaluationRecord record;
    record.image = of.image;
    record.name = of.name;
    record.amplitude_nrmse = of.flat_amplitude_nrmse;
    record.phase_nrmse = of.flat_phase_nrmse;
    flat.records.push_back(std::move(record));
  }
  return flat;
}

StudyRowResult resultOf(const fs::path& study, const StudyRow& row, const std::vector<ChildState>& children,
                        std::vector<std::string>& problems) {
  StudyRowResult result;
  result.row = row;
  result.published = publishedValue(row.method.published, row.step_px);
  result.complete = true;
  result.state = "done";
  Evaluation all;
  all.methods = {row.method.title};
  for (const std::string& run : row.runs) {
    const ChildState& child = *std::ranges::find(children, run, &ChildState::id);
    if (!child.isDone()) {
      if (result.complete) result.state = childStateText(child);
      result.complete = false;
      continue;
    }
    const auto table = readEvaluationTable(study / run / run_file::kResult);
    if (!table) {
      problems.push_back(table.error().text());
      result.complete = false;
      result.state = "cannot be read";
      continue;
    }
    const Evaluation& measured = table->stored.evaluation;
    Evaluation of = row.column.empty() ? flatOf(measured, row.method.title)
                                       : onlyMethod(measured, row.column, row.method.title);
    all.records.insert(all.records.end(), of.records.begin(), of.records.end());
    result.run_amplitudes.push_back(summarise(of, 0, evaluationColumn("amplitude_nrmse")).mean);
    result.run_phases.push_back(summarise(of, 0, evaluationColumn("phase_nrmse")).mean);
    if (result.evaluated.empty() && !row.column.empty()) {
      result.evaluated = run;
      result.evaluation = std::move(of);
    }
  }
  result.amplitude = summarise(all, 0, evaluationColumn("amplitude_nrmse"));
  result.phase = summarise(all, 0, evaluationColumn("phase_nrmse"));
  result.seconds = summarise(all, 0, evaluationColumn("seconds"));
  if (row.runs.empty()) result.complete = false;
  return result;
}

/// "PtychoNet, 60 px" from the first method that is the network alone.
std::string titleOf(const StudySpec& spec, const std::string& id) {
  std::string best;
  for (const StudyMethod& method : spec.methods) {
    if (method.training.empty() || !id.starts_with("train-" + method.training + "-")) continue;
    if (best.empty() || method.chain.empty()) best = method.title;
    if (method.chain.empty()) break;
  }
  return best.empty() ? id : best;
}

}  // namespace

ChildState childState(const fs::path& study, const std::string& id) {
  ChildState child;
  child.id = id;
  const fs::path folder = study / id;
  const auto status = readRunStatus(folder);
  if (!status) return child;
  child.state = status->state;
  child.message = status->message;
  child.elapsed_s = status->elapsed_s;
  child.started_at = status->started_at;
  if (const auto spec = readRunSpec(folder)) {
    child.version = stringAt(*spec, "version");
    for (const Json& word : spec->value("command", Json::array())) {
      if (word.is_string()) child.command.push_back(word.get<std::string>());
    }
  }
  return child;
}

std::string childStateText(const ChildState& child) {
  if (!child.state) return "not begun";
  if (child.state == RunState::Failed) return "failed: " + child.message;
  return runStateName(*child.state);
}

StudyResults collectStudy(const fs::path& study, const StudySpec& spec, const StudyPlan& plan) {
  StudyResults results;
  results.spec = spec;
  results.plan = plan;
  for (const StudyChild& child : plan.children) {
    results.children.push_back(childState(study, child.id));
    if (!child.isTraining()) continue;
    StudyTrainingResult training;
    training.id = child.id;
    training.state = results.children.back();
    training.title = titleOf(spec, child.id);
    if (const auto json = readJsonFile(study / "specs" / (child.id + ".json"))) {
      if (const auto of = trainingSpecFromJson(*json)) training.step_px = of->simulation.scan.step_px;
    }
    readTrainingEvents(study / child.id, training);
    results.trainings.push_back(std::move(training));
  }
  for (const StudyRow& row : plan.rows) {
    results.rows.push_back(resultOf(study, row, results.children, results.problems));
  }
  return results;
}

}  // namespace ptycho
