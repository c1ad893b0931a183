#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "app/cli/network_source.h"
#include "app/cli/result_record.h"
#include "app/cli/run_session.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/base/process_memory.h"
#include "core/base/version.h"
#include "core/metrics/metrics.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/store/acquisition_file.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct PredictCommand {
  std::string input;
  std::string network;
  std::string device = "auto";
  std::string output;
  int threads = 0;
  double memory_gb = 0;
  bool json = false;
  RunTarget target;
  Invocation invocation;

  Result<int> run() const;
  Result<ResultRecord> predictInto(Predictor& predictor, RunSession& session) const;
  [[nodiscard]] Json runSpec(const std::string& name) const;
  [[nodiscard]] fs::path resultFile(const RunSession& session) const;
};

Json PredictCommand::runSpec(const std::string& name) const {
  return {{"schema", 1},
          {"verb", "predict"},
          {"program", "ptychodesk-cli"},
          {"version", programVersion()},
          {"command", invocation.arguments},
          {"acquisition", fs::absolute(input).string()},
          {"network", fs::absolute(network).string()},
          {"network_name", name},
          {"device", device},
          {"threads", threadCount(threads)}};
}

/// NRMSE against the truth, and of the flat baseline with the reference study's ranges; NaN without truth.
void judge(Reconstruction& result, const ComplexImage& truth) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  result.amplitude_nrmse = result.phase_nrmse = result.flat_amplitude_nrmse = result.flat_phase_nrmse = kNaN;
  if (truth.empty()) return;
  const RangeSpec range;
  const ObjectError error = objectError(result.object, truth);
  const ObjectError flat = flatBaseline(truth, 0.5 * (range.amplitude_min + range.amplitude_max),
                                        0.5 * (range.phase_min_rad + range.phase_max_rad));
  result.amplitude_nrmse = error.amplitude_nrmse;
  result.phase_nrmse = error.phase_nrmse;
  result.flat_amplitude_nrmse = flat.amplitude_nrmse;
  result.flat_phase_nrmse = flat.phase_nrmse;
}

Result<ResultRecord> PredictCommand::predictInto(Predictor& predictor, RunSession& session) const {
  PTYCHO_TRY(const Acquisition acquisition,
             readAcquisition(input, PatternMemory{static_cast<std::uint64_t>(memory_gb * 1e9)}));
  auto prediction = predictor.predict(acquisition, session);
  if (!prediction) return passOn(prediction.error(), input);
  const fs::path source = fs::absolute(network);
  ResultRecord record = recordFor(
      acquisition, input, {{"schema", 1}, {"network", predictor.name()}, {"network_from", source.filename().string()}});
  Reconstruction& result = record.reconstruction;
  result.object = std::move(prediction->object);
  result.probe = acquisition.probe;
  result.positions = acquisition.scan.positions;
  result.seconds = prediction->seconds;
  result.residual = prediction->residual;
  judge(result, acquisition.truth);
  session.publish("object", result.object);
  session.event({{"event", std::string("predicted")},
                 {"residual", result.residual},
                 {"amplitude_nrmse", result.amplitude_nrmse},
                 {"phase_nrmse", result.phase_nrmse},
                 {"seconds", result.seconds}});
  for (const fs::path& file :
       {session.folder().empty() ? fs::path() : session.folder() / run_file::kResult, fs::path(output)}) {
    if (!file.empty()) PTYCHO_CHECK(session.writeWithRoom([&] { return writeResult(file, record); }));
  }
  session.finish(Completion::Done, errorLine(result) + ".");
  return record;
}

fs::path PredictCommand::resultFile(const RunSession& session) const {
  return output.empty() ? session.folder() / run_file::kResult : fs::path(output);
}

Result<int> PredictCommand::run() const {
  std::error_code status;
  if (!fs::exists(input, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", input);
  PTYCHO_TRY(const std::unique_ptr<Predictor> predictor, openPredictor(network, device, threadCount(threads)));
  PTYCHO_TRY(const std::unique_ptr<RunSession> session,
             RunSession::open(target, "predict", runSpec(predictor->name())));
  auto record = predictInto(*predictor, *session);
  if (!record) {
    session->finishFailed(record.error());
    return tl::unexpected(record.error());
  }
  const Reconstruction& result = record->reconstruction;
  if (json) {
    const Json summary{{"name", record->name},
                       {"acquisition", input},
                       {"network", predictor->name()},
                       {"amplitude_nrmse", jsonNumber(result.amplitude_nrmse)},
                       {"phase_nrmse", jsonNumber(result.phase_nrmse)},
                       {"flat_amplitude_nrmse", jsonNumber(result.flat_amplitude_nrmse)},
                       {"flat_phase_nrmse", jsonNumber(result.flat_phase_nrmse)},
                       {"residual", jsonNumber(result.residual)},
                       {"seconds", result.seconds},
                       {"peak_memory_mb", std::round(1e-6 * static_cast<double>(peakMemoryBytes()))},
                       {"result", resultFile(*session).string()},
                       {"run_folder", session->folder().string()}};
    fmt::print("{}\n", jsonText(summary, 2));
  } else {
    fmt::print("{}: {:.3f} s, residual {:.3g} → {}\n", predictor->name(), result.seconds, result.residual,
               resultFile(*session).string());
    fmt::print("{}\n", errorLine(result));
  }
  return kExitDone;
}

}  // namespace

Verb makePredictVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<PredictCommand>();
  command->invocation = invocation;
  CLI::App* app =
      program.add_subcommand("predict", "Diffraction patterns → complex object, by a trained network in one go");
  app->add_option("acquisition", command->input, "HDF5 acquisition, as `simulate` writes it")
      ->required()
      ->type_name("FILE");
  app->add_option("--network", command->network, "A training's run folder (its best network), or a network file")
      ->required()
      ->type_name("RUN|FILE");
  app->add_option("--device", command->device, "auto (CUDA where there is one), cpu or cuda:N")->capture_default_str();
  app->add_option("-o,--output", command->output, "HDF5 result to write (replaced in one step)")->type_name("FILE");
  app->add_option("--threads", command->threads, "Threads; 0 = all cores")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  app->add_option(
         "--memory", command->memory_gb,
         "GB of memory for the patterns; what does not fit is read from the file. 0 = half of the available memory")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  addRunTargetOptions(*app, command->target, "Options", "-o and --run-folder");
  app->add_flag("--json", command->json, "Print a machine-readable summary");
  return {app, [command] {
            RunTarget& target = command->target;
            target.wanted = !target.folder.empty() || !target.runs_root.empty() || command->output.empty();
            if (target.name.empty()) target.name = fs::path(command->input).stem().string();
            return command->run();
          }};
}

}  // namespace ptycho::cli
