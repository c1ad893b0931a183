// What every engine costs and how soon it is accurate: README.md in this folder.

#include <cstdlib>
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/bench/engine_accuracy.h"
#include "tests/bench/engine_speed.h"

namespace {

const std::vector<std::string> kStages{
    "pie:1", "epie:1", "rpie:1", "mpie:1", "epie:1:range", "epie:1:probe_from=1", "dm:1", "dm:1:range", "raar:1",
    "raar:1:range", "awf:1", "awf:1:range", "admm:1", "admm:1:range", "lsqml:1", "lsqml:1:noise=poisson",
    "lsqml:1:probe_from=1", "ml:1", "ml:1:range", "ml:1:noise=poisson"};

const std::vector<std::string> kChains{
    "pie:1000", "epie:1000", "rpie:1000", "mpie:1000", "dm:1000", "raar:1000", "awf:1000", "admm:1000", "lsqml:1000",
    "ml:1000", "epie:1000:range", "dm:1000:range", "raar:1000:range", "awf:1000:range", "admm:1000:range",
    "lsqml:1000:range", "ml:1000:range", "best-20", "best-40", "best-60"};

}  // namespace

int main(int argc, char** argv) try {
  std::vector<std::string> stages = kStages;
  std::vector<int> threads{1, 2};
  double seconds = 1;
  int step_px = 40;
  std::string memoryOf;
  bool json = false;
  bool tuned = false;
  bool byRule = false;
  ptycho::AccuracyQuestion question{{20, 40, 60}, kChains, {}, 0, 2};

  CLI::App app("Cost and accuracy of the engines on the reference scans (36 patterns of 128 x 128 px).");
  auto* speed = app.add_subcommand("speed", "time and memory of an iteration beside bare transforms and LibTorch");
  speed->add_option("--stages", stages, "engines as in a chain, \"dm:1:range\"")->delimiter(',');
  speed->add_option("--threads", threads, "numbers of threads")->delimiter(',');
  speed->add_option("--seconds", seconds, "for each engine and number of threads");
  speed->add_option("--step", step_px, "of the scan, px");
  speed->add_flag("--tuned", tuned, "engines with transforms timed here, as after `ptychodesk-cli tune`");
  speed->add_flag("--by-rule", byRule, "engines with plans made by rule, as on processors that the known plans are not for");
  auto* accuracy = app.add_subcommand("accuracy", "time until the amplitude NRMSE is 0.05, 0.02, 0.01, 0.005");
  accuracy->add_option("--chains", question.chains, "chains or presets, separated by blanks");
  accuracy->add_option("--steps", question.steps_px, "of the scans, px")->delimiter(',');
  accuracy->add_option("--photos", question.photos, "folder of photographs; without it a dead-leaves picture");
  accuracy->add_option("--index", question.index, "which of the pictures");
  accuracy->add_option("--threads", question.threads, "number of threads");
  auto* memory = app.add_subcommand("memory", "of one engine, in bytes: its own, and the peak of the process");
  memory->add_option("stage", memoryOf, "as in a chain, \"dm:1:range\"")->required();
  memory->add_option("--threads", threads, "number of threads");
  memory->add_option("--step", step_px, "of the scan, px");
  for (CLI::App* command : {speed, accuracy}) command->add_flag("--json", json, "print JSON instead of a table");
  app.require_subcommand(1);
  CLI11_PARSE(app, argc, argv);

  const auto print = [json](const auto& rows, auto&& table, auto&& toJson) {
    if (json) fmt::print("{}\n", ptycho::jsonText(toJson(rows), 2));
    else table(rows);
  };
  if (*memory) {
    ptycho::printMemory(memoryOf, threads.front(), step_px);
  } else if (*speed) {
    const auto plans = tuned    ? ptycho::EnginePlans::Tuned
                       : byRule ? ptycho::EnginePlans::ByRule
                                : ptycho::EnginePlans::Known;
    print(ptycho::measureSpeeds(stages, threads, seconds, step_px, plans), ptycho::printSpeeds, ptycho::speedsToJson);
  } else {
    print(ptycho::measureAccuracies(question), ptycho::printAccuracies, ptycho::accuraciesToJson);
  }
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  fmt::print(stderr, "{}\n", error.what());
  return EXIT_FAILURE;
}
