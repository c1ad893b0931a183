#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/acquisition_arrays.h"
#include "app/cli/run_session.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/process_memory.h"
#include "core/base/version.h"
#include "core/simulate/presets.h"
#include "core/store/acquisition_file.h"
#include "core/store/run_acquisition.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct SimulateCommand {
  SimulationSpec spec;
  std::string output;
  int threads = 0;
  int count = 1;
  bool json = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  Result<int> simulateInto(RunSession& session);
  [[nodiscard]] Result<std::vector<fs::path>> outputFiles(const fs::path& runFolder) const;
  [[nodiscard]] Json runSpec() const;
};

Json SimulateCommand::runSpec() const {
  return {{"schema", 1}, {"verb", "simulate"}, {"program", "ptychodesk-cli"}, {"version", programVersion()},
          {"command", invocation.arguments}, {"count", count}, {"simulation", simulationSpecToJson(spec)}};
}

/// One file, or `count` files scan-0000.h5, … in a folder.
Result<std::vector<fs::path>> SimulateCommand::outputFiles(const fs::path& runFolder) const {
  const fs::path base = output.empty() ? runFolder / run_file::kScan : fs::path(output);
  if (count == 1) return std::vector{base};
  const fs::path folder = output.empty() ? runFolder : fs::path(output);
  std::error_code status;
  fs::create_directories(folder, status);
  if (status) return fail(ErrorCode::Io, "cannot be made: " + status.message() + ".", folder.string());
  std::vector<fs::path> files;
  for (int k = 0; k < count; ++k) files.push_back(folder / fmt::format("scan-{:04}.h5", spec.object.index + k));
  return files;
}

Result<int> SimulateCommand::simulateInto(RunSession& session) {
  PTYCHO_TRY(const std::vector<fs::path> files, outputFiles(session.folder()));
  PTYCHO_TRY(const SuppliedArrays supplied, loadSuppliedArrays(spec));
  Json written = Json::array();
  Acquisition last;
  for (std::size_t k = 0; k < files.size(); ++k) {
    SimulationSpec one = spec;
    one.object.index += static_cast<std::int64_t>(k);
    PTYCHO_TRY(Simulated simulated, simulate(one, supplied, threadCount(threads), session));
    if (simulated.completion == Completion::StoppedEarly) {
      session.finish(Completion::StoppedEarly, fmt::format("Stopped after {} of {} acquisitions.", k, files.size()));
      return kExitStopped;
    }
    PTYCHO_CHECK(session.writeWithRoom([&] { return writeAcquisition(files[k], simulated.acquisition); }));
    written.push_back({{"file", files[k].string()}, {"object", simulated.acquisition.name}});
    last = std::move(simulated.acquisition);
    if (k + 1 < files.size()) last = {};  // one acquisition at a time in memory
  }
  session.finish(Completion::Done, fmt::format("{} written.", files.size() == 1 ? files[0].filename().string()
                                                                                : fmt::format("{} acquisitions", files.size())));
  if (json) {
    const Json summary{{"written", written}, {"patterns", last.patterns.count()}, {"window_px", last.patterns.rows()},
                       {"object_rows", last.scan.object_rows}, {"object_cols", last.scan.object_cols},
                       {"peak_memory_mb", std::round(1e-6 * static_cast<double>(peakMemoryBytes()))},
                       {"run_folder", session.folder().string()}};
    fmt::print("{}\n", jsonText(summary, 2));
  } else {
    fmt::print("{} patterns of {} × {} px, object {} × {} px ({}) → {}\n", last.patterns.count(), last.patterns.rows(),
               last.patterns.cols(), last.scan.object_rows, last.scan.object_cols, last.name,
               files.size() == 1 ? files[0].string() : files[0].parent_path().string());
  }
  return kExitDone;
}

Result<int> SimulateCommand::run() {
  if (output.empty() && !target.wanted) {
    return badInput("is missing; name the file to write with -o scan.h5, or a run folder with --run-folder.", "output");
  }
  spec.geometry.detector_side_px = spec.probe.window_px;
  PTYCHO_TRY(const std::unique_ptr<RunSession> session, RunSession::open(target, "simulate", runSpec()));
  auto outcome = simulateInto(*session);
  if (!outcome) session->finishFailed(outcome.error());
  return outcome;
}

void loadSpecFile(SimulationSpec& spec, const std::string& file) {
  auto read = readSimulationSpec(file);
  if (!read) throw CLI::ValidationError(read.error().text());
  spec = std::move(*read);
}

}  // namespace

Verb makeSimulateVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<SimulateCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand("simulate", "Object + probe + scan → diffraction patterns");
  app->add_option_function<std::string>(
      "--spec", [command](const std::string& file) { loadSpecFile(command->spec, file); },
      "JSON specification (or a run's spec.json); options given beside it win")->type_name("FILE");
  app->add_option_function<std::string>(
      "--preset",
      [command](const std::string& name) {
        auto preset = findSimulationPreset(name);
        if (!preset) throw CLI::ValidationError(preset.error().text());
        command->spec = *preset;
      },
      "Start from a preset, see `presets`")->type_name("NAME");
  app->add_option_function<std::int64_t>(
      "--seed",
      [command](const std::int64_t& seed) {
        command->spec.object.seed = command->spec.scan.seed = command->spec.detector.seed = static_cast<std::uint64_t>(seed);
      },
      "Seed of the object, the jitter and the noise: same seed, same file")->check(CLI::NonNegativeNumber)->default_str("1");
  addSpecOptions(*app, command->spec.object, "Object", {{"seed"}, {}});
  addSpecOptions(*app, command->spec.probe, "Probe");
  addSpecOptions(*app, command->spec.scan, "Scan");
  addSpecOptions(*app, command->spec.detector, "Detector and noise");
  addSpecOptions(*app, command->spec.geometry, "Geometry");
  app->add_option("-o,--output", command->output,
                  "HDF5 file to write (replaced in one step); with --count a folder")->type_name("FILE");
  app->add_option("--count", command->count, "Simulate this many, with --index counting up")
      ->check(CLI::Range(1, 1'000'000))->capture_default_str();
  app->add_option("--threads", command->threads, "Threads; 0 = all cores. The file does not depend on it")
      ->check(CLI::Range(0, 1024))->capture_default_str();
  app->add_option("--run-folder", command->target.folder, "Keep the work as a run in this new folder")->type_name("FOLDER");
  app->add_flag("--json", command->json, "Print a machine-readable summary");
  return {app, [command] {
            command->target.wanted = !command->target.folder.empty();
            return command->run();
          }};
}

}  // namespace ptycho::cli
