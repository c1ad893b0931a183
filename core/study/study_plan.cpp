#include "core/study/study_plan.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/learn/presets.h"
#include "core/reconstruct/presets.h"
#include "core/study/study_estimate.h"

namespace ptycho {

namespace {

constexpr int kStepsWithoutEnd = 100'000;

/// Carries a study's parts together into a plan.
class Planner {
 public:
  Planner(const StudySpec& spec, const StudyResources& resources) : m_spec(spec), m_resources(resources) {}

  Result<StudyPlan> plan() {
    PTYCHO_CHECK(checkStudySpec(m_spec));
    leaveOut();
    for (const double step : m_spec.steps_px) {
      for (const StudyTraining& training : m_spec.trainings) {
        if (isUsed(training)) PTYCHO_CHECK(addTrainings(training, step));
      }
      for (const StudyImages& images : m_spec.images) PTYCHO_CHECK(addEvaluations(images, step));
    }
    if (m_plan.children.empty()) {
      return badInput("has nothing that can be run here" +
                          (m_plan.left_out.empty() ? std::string("; the flat picture needs another method beside it.")
                                                   : ": " + m_plan.left_out.front()),
                      "study " + m_spec.name);
    }
    return std::move(m_plan);
  }

 private:
  [[nodiscard]] bool isLeftOut(const StudyMethod& method) const {
    return !m_resources.networks && !method.training.empty();
  }
  [[nodiscard]] bool isUsed(const StudyTraining& training) const {
    return std::ranges::any_of(m_spec.methods, [&](const StudyMethod& method) {
      return !isLeftOut(method) && method.training == training.name;
    });
  }
  void leaveOut() {
    for (const StudyMethod& method : m_spec.methods) {
      if (!isLeftOut(method)) continue;
      m_plan.left_out.push_back(method.name +
                                " is left out: it needs a network, and this program was built without LibTorch.");
    }
  }
  /// "-60", with several seeds "-60-seed2".
  [[nodiscard]] std::string suffix(double step, std::int64_t seed) const {
    return m_spec.seeds.size() > 1 ? fmt::format("-{:g}-seed{}", step, seed) : fmt::format("-{:g}", step);
  }
  [[nodiscard]] std::string trainingId(const std::string& name, double step, std::int64_t seed) const {
    return "train-" + name + suffix(step, seed);
  }
  std::string addFile(const std::string& name, Json content) {
    const std::string path = "specs/" + name + ".json";
    const auto there = [&](const StudyFile& file) { return file.path == path; };
    if (std::ranges::none_of(m_plan.files, there)) m_plan.files.push_back({path, std::move(content)});
    return path;
  }

  Result<void> addTrainings(const StudyTraining& training, double step) {
    for (const std::int64_t seed : m_spec.seeds) {
      PTYCHO_TRY(TrainingSpec spec, trainingOf(m_spec, training, step, seed));
      spec.loop.device = m_resources.device;
      StudyChild child{trainingId(training.name, step, seed), "train", {}, {}, trainingEstimate_s(spec, m_resources)};
      const std::string file = addFile(child.id, trainingSpecToJson(spec));
      child.arguments = {"train", "--spec", file, "--threads", std::to_string(m_resources.threads), "--run-folder",
                         child.id};
      m_plan.children.push_back(std::move(child));
    }
    return {};
  }

  Result<void> addEvaluations(const StudyImages& images, double step) {
    const SimulationSpec simulation = simulationOf(m_spec, images, step);
    const std::string scan =
        addFile(fmt::format("images-{}-{}", images.name, stepText(step)), simulationSpecToJson(simulation));
    std::vector<std::size_t> flat;
    std::string measured;
    for (const StudyMethod& asked : m_spec.methods) {
      if (isLeftOut(asked)) continue;
      StudyRow row{asked, step, images.name, {}, {}};
      row.method.chain = atStep(asked.chain, step);
      if (asked.training.empty() && asked.chain.empty()) {
        flat.push_back(m_plan.rows.size());
        m_plan.rows.push_back(std::move(row));
        continue;
      }
      row.column = asked.training.empty() ? "flat-chain" : asked.chain.empty() ? "network" : "hybrid";
      const auto seeds = static_cast<std::ptrdiff_t>(asked.training.empty() ? 1 : m_spec.seeds.size());
      for (auto seed = m_spec.seeds.begin(); seed != m_spec.seeds.begin() + seeds; ++seed) {
        PTYCHO_TRY(StudyChild child, evaluationOf(row, images, simulation, scan, *seed));
        row.runs.push_back(child.id);
        m_plan.children.push_back(std::move(child));
      }
      if (measured.empty()) measured = row.runs.front();
      m_plan.rows.push_back(std::move(row));
    }
    for (const std::size_t k : flat) {
      if (!measured.empty()) m_plan.rows[k].runs = {measured};
    }
    return {};
  }

  Result<StudyChild> evaluationOf(const StudyRow& row, const StudyImages& images, const SimulationSpec& simulation,
                                  const std::string& scan, std::int64_t seed) const {
    const StudyMethod& method = row.method;
    const bool trained = !method.training.empty();
    StudyChild child;
    child.id = "evaluate-" + method.name + (trained ? suffix(row.step_px, seed) : "-" + stepText(row.step_px)) + "-" +
               images.name;
    child.verb = "evaluate";
    child.arguments = {"evaluate"};
    const auto add = [&child](std::initializer_list<std::string> words) {
      child.arguments.insert(child.arguments.end(), words);
    };
    EvaluationCost cost{simulation, images.count, 0, nullptr};
    TrainingSpec training;
    if (trained) {
      child.after = {trainingId(method.training, row.step_px, seed)};
      add({"--network", child.after.front(), "--device", m_resources.device});
      const auto of = std::ranges::find(m_spec.trainings, method.training, &StudyTraining::name);
      PTYCHO_TRY(training, trainingOf(m_spec, *of, row.step_px, seed));
      cost.network = &training.network;
    }
    if (!method.chain.empty()) {
      const auto preset = findChainPreset(method.chain);
      auto stages = preset ? Result<std::vector<StageSpec>>(preset->stages) : parseChain(method.chain);
      if (!stages) {
        return badInput(fmt::format("\"{}\" is neither a chain of the presets nor stages ({}).", method.chain,
                                    stages.error().message),
                        "method " + method.name);
      }
      for (const StageSpec& stage : *stages) cost.iterations += stage.iterations;
      add({preset ? "--preset" : "--chain", method.chain});
    }
    add({"--method", row.column, "--simulation-spec", scan, "--first", std::to_string(images.first), "--count",
         std::to_string(images.count), "--keep", m_spec.keep, "--threads", std::to_string(m_resources.threads),
         "--run-folder", child.id});
    child.estimate_s = evaluationEstimate_s(cost, m_resources);
    return child;
  }

  const StudySpec& m_spec;
  const StudyResources& m_resources;
  StudyPlan m_plan;
};

void setSource(ObjectSpec& object, const std::string& photos) {
  object.source = photos.empty() ? ObjectSource::DeadLeaves : ObjectSource::Folder;
  object.path = photos;
}

}  // namespace

SimulationSpec simulationOf(const StudySpec& spec, const StudyImages& images, double step_px) {
  SimulationSpec simulation = spec.simulation;
  simulation.scan.step_px = step_px;
  setSource(simulation.object, images.photos);
  simulation.object.seed = static_cast<std::uint64_t>(images.seed);
  return simulation;
}

Result<TrainingSpec> trainingOf(const StudySpec& spec, const StudyTraining& training, double step_px,
                                std::int64_t seed) {
  const std::string where = "training " + training.name;
  auto preset = findTrainingPreset(atStep(training.preset, step_px));
  if (!preset) return passOn(preset.error(), where);
  Json json = trainingSpecToJson(*preset);
  json.merge_patch(training.overrides);
  auto read = trainingSpecFromJson(json);
  if (!read) return passOn(read.error(), where + ": overrides");
  TrainingSpec result = std::move(*read);
  result.simulation = spec.simulation;
  result.simulation.scan.step_px = step_px;
  setSource(result.simulation.object, spec.budget.photos);
  result.data.validation_path = spec.budget.validation_photos;
  result.data.seed = result.loop.seed = static_cast<std::uint64_t>(seed);
  if (spec.budget.steps > 0) {
    result.loop.steps = static_cast<int>(spec.budget.steps);
    result.loop.budget_minutes = 0;
    result.optimiser.cosine_over = CosineOver::Steps;
  }
  if (spec.budget.minutes > 0) {
    result.loop.budget_minutes = spec.budget.minutes;
    if (spec.budget.steps == 0) {
      result.loop.steps = std::max(result.loop.steps, kStepsWithoutEnd);
      result.optimiser.cosine_over = CosineOver::Time;
    }
  }
  if (auto checked = checkTrainingSpec(result); !checked) return passOn(checked.error(), where);
  return result;
}

Result<StudyPlan> planStudy(const StudySpec& spec, const StudyResources& resources) {
  return Planner(spec, resources).plan();
}

}  // namespace ptycho
