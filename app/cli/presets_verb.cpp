#include <memory>

#include <fmt/format.h>

#include "app/cli/verb.h"
#include "core/base/spec_json.h"
#include "core/reconstruct/presets.h"
#include "core/simulate/presets.h"

namespace ptycho::cli {

namespace {

void printJson() {
  Json simulate = Json::object();
  for (const auto& preset : simulationPresets()) {
    simulate[preset.name] = {{"title", preset.title}, {"help", preset.help}, {"spec", simulationSpecToJson(preset.spec)}};
  }
  Json chains = Json::object();
  for (const auto& preset : chainPresets()) {
    chains[preset.name] = {{"title", preset.title}, {"help", preset.help}, {"chain", chainText(preset.spec.stages)},
                           {"spec", reconstructionSpecToJson(preset.spec)}};
  }
  fmt::print("{}\n", jsonText({{"simulate", simulate}, {"reconstruct", chains}}, 2));
}

void printText() {
  fmt::print("simulate --preset\n");
  for (const auto& preset : simulationPresets()) fmt::print("  {:<14}{}\n", preset.name, preset.help);
  fmt::print("\nreconstruct --preset\n");
  for (const auto& preset : chainPresets()) {
    fmt::print("  {:<14}{:<36}{}\n", preset.name, chainText(preset.spec.stages), preset.help);
  }
}

}  // namespace

Verb makePresetsVerb(CLI::App& program) {
  auto json = std::make_shared<bool>(false);
  CLI::App* app = program.add_subcommand("presets", "List the presets of simulate and reconstruct");
  app->add_flag("--json", *json, "Print them whole, as specifications");
  return {app, [json]() -> Result<int> {
            if (*json) printJson();
            else printText();
            return kExitDone;
          }};
}

}  // namespace ptycho::cli
