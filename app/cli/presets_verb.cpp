#include <memory>
#include <vector>

#include <fmt/format.h>

#include "app/cli/verb.h"
#include "core/base/spec_json.h"
#include "core/learn/network_spec.h"
#include "core/learn/presets.h"
#include "core/reconstruct/presets.h"
#include "core/simulate/presets.h"
#include "core/study/study_presets.h"

namespace ptycho::cli {

namespace {

std::vector<EngineKind> engineKinds() {
  std::vector<EngineKind> kinds;
  for (int kind = 0; kind <= static_cast<int>(kLastEngine); ++kind) {
    kinds.push_back(static_cast<EngineKind>(kind));
  }
  return kinds;
}

void printJson() {
  Json simulate = Json::object();
  for (const auto& preset : simulationPresets()) {
    simulate[preset.name] = {{"title", preset.title}, {"help", preset.help},
                             {"spec", simulationSpecToJson(preset.spec)}};
  }
  Json chains = Json::object();
  for (const auto& preset : chainPresets()) {
    chains[preset.name] = {{"title", preset.title}, {"help", preset.help}, {"chain", chainText(preset.spec.stages)},
                           {"spec", reconstructionSpecToJson(preset.spec)}};
  }
  Json engines = Json::object();
  for (const EngineKind engine : engineKinds()) {
    engines[engineName(engine)] = {{"title", engineTitle(engine)}, {"reference", engineReference(engine)}};
  }
  Json trainings = Json::object();
  for (const auto& preset : trainingPresets()) {
    trainings[preset.name] = {{"title", preset.title}, {"help", preset.help}, {"spec", trainingSpecToJson(preset.spec)}};
  }
  Json networks = Json::object();
  for (const auto& preset : networkPresets()) {
    networks[preset.name] = {{"title", preset.title}, {"help", preset.help}, {"spec", specToJson(preset.spec)}};
  }
  Json studies = Json::object();
  for (const auto& preset : studyPresets()) {
    studies[preset.name] = {{"title", preset.title}, {"help", preset.help}, {"spec", studySpecToJson(preset)}};
  }
  fmt::print("{}\n", jsonText({{"simulate", simulate}, {"reconstruct", chains}, {"engines", engines},
                               {"train", trainings}, {"networks", networks}, {"studies", studies}}, 2));
}

void printText() {
  fmt::print("simulate --preset\n");
  for (const auto& preset : simulationPresets()) fmt::print("  {:<14}{}\n", preset.name, preset.help);
  fmt::print("\nreconstruct --preset\n");
  for (const auto& preset : chainPresets()) {
    fmt::print("  {:<14}{:<36}{}\n", preset.name, chainText(preset.spec.stages), preset.help);
  }
  fmt::print("\nengines of --chain\n");
  for (const EngineKind engine : engineKinds()) {
    fmt::print("  {:<14}{:<36}{}\n", engineName(engine), engineTitle(engine), engineReference(engine));
  }
  fmt::print("\ntrain --preset\n");
  for (const auto& preset : trainingPresets()) fmt::print("  {:<20}{}\n", preset.name, preset.help);
  fmt::print("\nnetworks of train --network and info network\n");
  for (const auto& preset : networkPresets()) fmt::print("  {:<20}{}\n", preset.name, preset.help);
  fmt::print("\nstudy --preset\n");
  for (const auto& preset : studyPresets()) fmt::print("  {:<20}{}\n", preset.name, preset.help);
}

}  // namespace

Verb makePresetsVerb(CLI::App& program) {
  auto json = std::make_shared<bool>(false);
  CLI::App* app = program.add_subcommand("presets", "List the presets of simulate, reconstruct, train and study, the engines and the networks");
  app->add_flag("--json", *json, "Print them whole, as specifications");
  return {app, [json]() -> Result<int> {
            if (*json) printJson();
            else printText();
            return kExitDone;
          }};
}

}  // namespace ptycho::cli
