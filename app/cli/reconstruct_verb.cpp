#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/run_session.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/process_memory.h"
#include "core/base/version.h"
#include "core/optics/overlap.h"
#include "core/optics/probe.h"
#include "core/reconstruct/presets.h"
#include "core/reconstruct/reconstruct.h"
#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "core/store/result_file.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

double peakMemoryMb() { return std::round(1e-6 * static_cast<double>(peakMemoryBytes())); }

struct ReconstructCommand {
  std::string input;
  ReconstructionSpec spec;
  std::string start = "flat";
  std::string output;
  int threads = 0;
  double memory_gb = 0;
  bool json = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run();
  Result<int> reconstructInto(RunSession& session);
  Result<ComplexImage> loadStart();
  [[nodiscard]] Json runSpec() const;
  void print(const Reconstruction& result, const fs::path& file, const fs::path& folder) const;
};

Json ReconstructCommand::runSpec() const {
  std::error_code status;
  const auto bytes = fs::file_size(input, status);
  return {{"schema", 1}, {"verb", "reconstruct"}, {"program", "ptychodesk-cli"}, {"version", programVersion()},
          {"command", invocation.arguments}, {"acquisition", fs::absolute(input).string()},
          {"acquisition_bytes", status ? 0 : bytes}, {"start", start}, {"threads", threadCount(threads)},
          {"reconstruction", reconstructionSpecToJson(spec)}};
}

Result<ComplexImage> ReconstructCommand::loadStart() {
  if (start == "flat" || start == "random") {
    spec.start = start == "flat" ? StartKind::Flat : StartKind::Random;
    return ComplexImage{};
  }
  spec.start = StartKind::Given;
  auto loaded = loadComplexImage(parseArrayAddress(start, "/object"));
  if (!loaded) return passOn(loaded.error(), "start (flat, random, or a file with /object)");
  return loaded;
}

Result<int> ReconstructCommand::reconstructInto(RunSession& session) {
  PTYCHO_TRY(Acquisition acquisition,
             readAcquisition(input, PatternMemory{static_cast<std::uint64_t>(memory_gb * 1e9)}));
  PTYCHO_TRY(const ComplexImage given, loadStart());
  // Of the acquisition only the patterns move: everything else is still needed for the record.
  auto outcome = reconstruct(std::move(acquisition), spec,
                             {.start = given, .support = {}, .threads = threadCount(threads)}, session);
  if (!outcome) return passOn(outcome.error(), input);
  ResultRecord record;
  record.reconstruction = std::move(*outcome);
  record.name = acquisition.name;
  record.spec_json = jsonText(reconstructionSpecToJson(spec));
  record.acquisition = fs::path(input).filename().string();
  record.truth = std::move(acquisition.truth);
  record.coverage = coverageMap(acquisition.scan, probeIntensity(acquisition.probe));
  record.scan = std::move(acquisition.scan);
  record.geometry = acquisition.geometry;
  const Reconstruction& result = record.reconstruction;
  const fs::path inFolder = session.folder().empty() ? fs::path() : session.folder() / run_file::kResult;
  for (const fs::path& file : {inFolder, fs::path(output)}) {
    if (!file.empty()) PTYCHO_CHECK(session.writeWithRoom([&] { return writeResult(file, record); }));
  }
  const bool stopped = result.completion == Completion::StoppedEarly;
  session.finish(result.completion,
                 fmt::format("{} after {} iterations, residual {:.3g}.", stopped ? "Stopped" : "Done", result.iterations,
                             result.residual));
  print(result, output.empty() ? inFolder : fs::path(output), session.folder());
  return stopped ? kExitStopped : kExitDone;
}

void ReconstructCommand::print(const Reconstruction& result, const fs::path& file, const fs::path& folder) const {
  const double perIteration = result.iterations > 0 ? result.seconds / result.iterations : 0;
  if (json) {
    const Json summary{{"amplitude_nrmse", jsonNumber(result.amplitude_nrmse)},
                       {"phase_nrmse", jsonNumber(result.phase_nrmse)},
                       {"flat_amplitude_nrmse", jsonNumber(result.flat_amplitude_nrmse)},
                       {"flat_phase_nrmse", jsonNumber(result.flat_phase_nrmse)},
                       {"residual", jsonNumber(result.residual)},
                       {"iterations", result.iterations},
                       {"seconds", result.seconds},
                       {"seconds_per_iteration", perIteration},
                       {"completion", result.completion == Completion::Done ? "done" : "stopped"},
                       {"chain", chainText(spec.stages)},
                       {"threads", threadCount(threads)},
                       {"peak_memory_mb", peakMemoryMb()},
                       {"result", file.string()},
                       {"run_folder", folder.string()}};
    fmt::print("{}\n", jsonText(summary, 2));
    return;
  }
  fmt::print("{} iterations in {:.2f} s ({:.2f} ms each), residual {:.3g}, at most {:.0f} MB of memory → {}\n",
             result.iterations, result.seconds, 1e3 * perIteration, result.residual, peakMemoryMb(), file.string());
  if (std::isfinite(result.amplitude_nrmse)) {
    fmt::print("amplitude NRMSE {:.4f} (flat {:.4f}), phase NRMSE {:.4f} (flat {:.4f})\n", result.amplitude_nrmse,
               result.flat_amplitude_nrmse, result.phase_nrmse, result.flat_phase_nrmse);
  } else {
    fmt::print("diffraction residual {:.4g}\n", result.residual);
  }
}

Result<int> ReconstructCommand::run() {
  if (spec.stages.empty()) spec.stages = findChainPreset("best-60").value().stages;
  std::error_code status;
  if (!fs::exists(input, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", input);
  PTYCHO_TRY(const std::unique_ptr<RunSession> session, RunSession::open(target, "reconstruct", runSpec()));
  auto outcome = reconstructInto(*session);
  if (!outcome) session->finishFailed(outcome.error());
  return outcome;
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

void setSpecFile(ReconstructionSpec& spec, const std::string& file) {
  const auto json = readJsonFile(file);
  if (!json) throw CLI::ValidationError(json.error().text());
  auto read = reconstructionSpecFromJson(json->contains("reconstruction") ? (*json)["reconstruction"] : *json);
  if (!read) throw CLI::ValidationError(file + ": " + read.error().text());
  spec = std::move(*read);
}

}  // namespace

Verb makeReconstructVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<ReconstructCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand("reconstruct", "Diffraction patterns → complex object, by a chain of engines");
  app->add_option("acquisition", command->input, "HDF5 acquisition, as `simulate` writes it")->required()->type_name("FILE");
  app->add_option_function<std::string>(
      "--spec", [command](const std::string& file) { setSpecFile(command->spec, file); },
      "JSON specification (or a run's spec.json); options given beside it win")->type_name("FILE");
  app->add_option_function<std::string>(
      "--preset", [command](const std::string& name) { setPreset(command->spec, name); },
      "A chain that is known to work, see `presets` (default best-60)")->type_name("NAME");
  app->add_option_function<std::string>(
      "--chain", [command](const std::string& text) { setChain(command->spec, text); },
      "Stages engine:iterations[:option…], for example \"dm:300:range,awf:100\"; see `presets` and the manual page for engines and options")->type_name("TEXT");
  app->add_option("--start", command->start, "flat, random, or an HDF5 file (its /object)")->capture_default_str();
  addSpecOptions(*app, command->spec, "Chain", {"start"});
  addSpecOptions(*app, command->spec.range, "Ranges (for stages with the option range)");
  app->add_option("-o,--output", command->output, "HDF5 result to write (replaced in one step)")->type_name("FILE");
  app->add_option("--threads", command->threads, "Threads; 0 = all cores. The result does not depend on it")
      ->check(CLI::Range(0, 1024))->capture_default_str();
  app->add_option("--memory", command->memory_gb,
                  "GB of memory for the patterns; what does not fit stays in the file and is read in each pass, with the "
                  "same result. 0 = half of the available memory")
      ->check(CLI::Range(0.0, 1e6))->capture_default_str();
  app->add_option("--run-folder", command->target.folder, "Keep the work as a run in this new folder")->type_name("FOLDER");
  app->add_option("--runs-root", command->target.runs_root,
                  "Without -o and --run-folder: make the run here (default $PTYCHODESK_RUNS or ~/ptychodesk-runs)")
      ->type_name("FOLDER");
  app->add_option("--name", command->target.name, "Name of the run")->type_name("TEXT");
  app->add_flag("--json", command->json, "Print a machine-readable summary");
  return {app, [command] {
            RunTarget& target = command->target;
            target.wanted = !target.folder.empty() || !target.runs_root.empty() || command->output.empty();
            if (target.name.empty()) target.name = fs::path(command->input).stem().string();
            return command->run();
          }};
}

}  // namespace ptycho::cli
