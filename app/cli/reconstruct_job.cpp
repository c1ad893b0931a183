#include "app/cli/reconstruct_job.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "app/cli/foreign_input.h"
#include "app/cli/import_job.h"
#include "app/cli/network_source.h"
#include "app/cli/result_record.h"
#include "core/base/log.h"
#include "core/base/process_memory.h"
#include "core/base/version.h"
#include "core/reconstruct/half_scans.h"
#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "core/store/checkpoint_file.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

double peakMemoryMb() { return std::round(1e-6 * static_cast<double>(peakMemoryBytes())); }

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kNetworkStart = "network:";
constexpr std::string_view kImportedStart = "imported";

/// The file or run folder of a start "network:RUN".
std::string networkOf(const std::string& start) {
  return start.starts_with(kNetworkStart) ? start.substr(kNetworkStart.size()) : std::string();
}

/// "file" or "file:/dataset" with the file's whole path, so that a run can be resumed from anywhere.
std::string wholeAddress(const std::string& address) {
  if (const std::string network = networkOf(address); !network.empty()) {
    return std::string(kNetworkStart) + fs::absolute(network).string();
  }
  return address.empty() || address == kImportedStart ? address : fs::absolute(address).string();
}

/// The object that a trained network makes of the patterns.
Result<ComplexImage> predictStart(const ReconstructJob& job, const Acquisition& acquisition, RunSession& session) {
  PTYCHO_TRY(const std::unique_ptr<Predictor> predictor, openPredictor(networkOf(job.start), "auto", job.threads));
  auto prediction = predictor->predict(acquisition, session);
  if (!prediction) return passOn(prediction.error(), "start");
  session.event({{"event", std::string("predicted")}, {"network", predictor->name()}, {"residual", prediction->residual},
                 {"seconds", prediction->seconds}});
  return std::move(prediction->object);
}

Result<ComplexImage> loadStart(const ReconstructJob& job, const Acquisition& acquisition, RunSession& session) {
  if (job.spec.start != StartKind::Given) return ComplexImage{};
  if (job.start.empty()) return badInput("is \"given\", but no file is; name one with --start FILE.", "start");
  if (job.start == kImportedStart) {
    if (!acquisition.estimate.empty()) return acquisition.estimate;
    return badInput(fmt::format("is \"{}\", but {} holds no object (the notes of its import say why); start flat, "
                                "random or from a file.", kImportedStart, job.input), "start");
  }
  if (!networkOf(job.start).empty()) return predictStart(job, acquisition, session);
  auto loaded = loadComplexImage(parseArrayAddress(job.start, "/object"));
  if (!loaded) return passOn(loaded.error(), "start (flat, random, network:RUN, or a file with /object)");
  return loaded;
}

/// 1 where the image is not zero.
Result<MaskImage> loadSupport(const ReconstructJob& job, const Scan& scan) {
  if (job.support.empty()) return MaskImage{};
  if (std::ranges::none_of(job.spec.stages, &StageSpec::support)) {
    return badInput("is given, but no stage uses it; add the option support to a stage, as in \"dm:300:support\".",
                    "support");
  }
  const ArrayAddress address = parseArrayAddress(job.support, "/support");
  PTYCHO_TRY(const ComplexImage image, loadComplexImage(address));
  const auto rows = static_cast<std::size_t>(scan.object_rows);
  const auto cols = static_cast<std::size_t>(scan.object_cols);
  if (image.rows() != rows || image.cols() != cols) {
    return badInput(fmt::format("is {} × {} px, but the object is {} × {} px; give an image of the object's size.",
                                image.rows(), image.cols(), rows, cols), address.file.string() + ":" + address.dataset);
  }
  MaskImage support(rows, cols);
  for (std::size_t i = 0; i < image.size(); ++i) support[i] = image[i] != Complex{} ? 1 : 0;
  return support;
}

/// What cannot be compared is said; the reconstruction itself is kept.
std::optional<RingCorrelation> resolutionOf(const Acquisition& acquisition, const ReconstructJob& job,
                                            RunSession& session) {
  auto rings = correlateHalves(acquisition, job.spec, job.threads, session);
  if (rings) return std::move(*rings);
  logMessage(LogLevel::Warning, "no resolution from halves: " + rings.error().text());
  return std::nullopt;
}

/// "halves agree to 0.31 cycles/px (½-bit): 94 nm a period"; the pixel's size 0: unknown.
std::string halvesText(const RingCorrelation& rings, double pixel_m) {
  std::string text = fmt::format("halves agree to {:.3f} cycles/px (½-bit; 0.5: {:.3f})", rings.cutoff_half_bit,
                                 rings.cutoff_half);
  if (pixel_m > 0 && rings.cutoff_half_bit > 0) {
    text += fmt::format(", {:.1f} nm half a period", 1e9 * pixel_m / (2 * rings.cutoff_half_bit));
  }
  return text;
}

}  // namespace

Result<ReconstructOutcome> runReconstructJob(const ReconstructJob& job, RunSession& session, RestoringArchive* resume) {
  std::optional<ForeignInput> foreign;  // kept until the end: patterns may be read from its file
  if (job.simulates()) {
    PTYCHO_TRY(foreign, ForeignInput::simulate(job.input, *job.simulation, session.folder(), job.threads, session));
  } else if (job.imports) {
    PTYCHO_TRY(foreign, ForeignInput::import(job.input, job.import, session.folder(), job.import_to_errors));
  }
  const fs::path file = foreign ? foreign->acquisition() : fs::path(job.input);
  auto read = readAcquisition(file, PatternMemory{static_cast<std::uint64_t>(job.memory_gb * 1e9)});
  if (!read) return tl::unexpected(read.error());
  Acquisition acquisition = std::move(*read);
  ReconstructionInput input;
  input.threads = job.threads;
  input.resume = resume;
  if (!resume) {
    PTYCHO_TRY(input.start, loadStart(job, acquisition, session));
  }
  PTYCHO_TRY(input.support, loadSupport(job, acquisition.scan));
  const fs::path folder = session.folder();
  if (!folder.empty()) {
    session.keepCheckpoints(job.checkpoint_every_s);
    input.on_checkpoint = [&](const Checkpoint& checkpoint) {
      return session.writeCheckpoint([&] { return ptycho::writeCheckpoint(folder, checkpoint); });
    };
  }
  ResultRecord record = recordFor(acquisition, job.input, reconstructionSpecToJson(job.spec));
  const std::optional<Acquisition> kept = job.spec.halves ? std::optional(acquisition) : std::nullopt;
  auto outcome = reconstruct(std::move(acquisition), job.spec, input, session);
  if (!outcome) return passOn(outcome.error(), job.input);
  record.reconstruction = std::move(*outcome);
  if (kept && record.reconstruction.completion == Completion::Done) {
    record.reconstruction.halves = resolutionOf(*kept, job, session);
  }
  const fs::path inFolder = folder.empty() ? fs::path() : folder / run_file::kResult;
  for (const fs::path& target : {inFolder, job.output}) {
    if (!target.empty()) PTYCHO_CHECK(session.writeWithRoom([&] { return writeResult(target, record); }));
  }
  ReconstructOutcome done{std::move(record.reconstruction), job.input, record.name, chainText(job.spec.stages),
                          job.output.empty() ? inFolder : job.output, folder, job.threads};
  if (!folder.empty() && !done.stopped()) removeCheckpoints(folder);
  if (record.geometry) done.object_pixel_m = objectPixelOf(*record.geometry);
  done.numbers.object = {};
  done.numbers.probe = {};
  done.numbers.variation = {};
  session.finish(done.numbers.completion,
                 fmt::format("{} after {} iterations, residual {:.3g}.", done.stopped() ? "Stopped" : "Done",
                             done.numbers.iterations, done.numbers.residual));
  return done;
}

Json reconstructRunSpec(const ReconstructJob& job, const std::vector<std::string>& command) {
  std::error_code status;
  const auto bytes = fs::file_size(job.input, status);
  const char* const kinds[] = {"flat", "random"};
  Json spec{{"schema", 1}, {"verb", "reconstruct"}, {"program", "ptychodesk-cli"}, {"version", programVersion()},
          {"command", command}, {"acquisition", fs::absolute(job.input).string()},
          {"acquisition_bytes", status ? 0 : bytes},
          {"start", job.spec.start == StartKind::Given ? wholeAddress(job.start)
                                                       : std::string(kinds[static_cast<int>(job.spec.start)])},
          {"support", wholeAddress(job.support)}, {"threads", job.threads},
          {"checkpoint_every_s", job.checkpoint_every_s}, {"reconstruction", reconstructionSpecToJson(job.spec)}};
  if (job.simulates()) spec["simulation"] = simulationSpecToJson(*job.simulation);
  else if (job.imports) spec["import"] = importSpecJson(job.import);
  return spec;
}

Json outcomeJson(const ReconstructOutcome& outcome) {
  const Reconstruction& result = outcome.numbers;
  Json json{{"name", outcome.name},
          {"acquisition", outcome.input},
          {"residual", jsonNumber(result.residual)},
          {"halves_cutoff_half_bit", jsonNumber(result.halves ? result.halves->cutoff_half_bit : kNaN)},
          {"halves_cutoff_half", jsonNumber(result.halves ? result.halves->cutoff_half : kNaN)},
          {"object_pixel_m", jsonNumber(outcome.object_pixel_m > 0 ? outcome.object_pixel_m : kNaN)},
          {"iterations", result.iterations},
          {"restarts", result.restarts},
          {"start", result.start},
          {"seconds", result.seconds},
          {"seconds_per_iteration", result.iterations > 0 ? result.seconds / result.iterations : 0},
          {"completion", outcome.stopped() ? "stopped" : "done"},
          {"chain", outcome.chain},
          {"threads", outcome.threads},
          {"peak_memory_mb", peakMemoryMb()},
          {"result", outcome.file.string()},
          {"run_folder", outcome.run_folder.string()}};
  if (!std::isfinite(result.amplitude_nrmse)) return json;  // nothing to compare with: measured data
  json["amplitude_nrmse"] = jsonNumber(result.amplitude_nrmse);
  json["phase_nrmse"] = jsonNumber(result.phase_nrmse);
  json["aligned_amplitude_nrmse"] = jsonNumber(result.aligned_amplitude_nrmse);
  json["aligned_phase_nrmse"] = jsonNumber(result.aligned_phase_nrmse);
  json["flat_amplitude_nrmse"] = jsonNumber(result.flat_amplitude_nrmse);
  json["flat_phase_nrmse"] = jsonNumber(result.flat_phase_nrmse);
  return json;
}

void printOutcome(const ReconstructOutcome& outcome) {
  const Reconstruction& result = outcome.numbers;
  fmt::print("{} iterations in {:.2f} s ({:.2f} ms each), residual {:.3g}, at most {:.0f} MB of memory → {}\n",
             result.iterations, result.seconds,
             result.iterations > 0 ? 1e3 * result.seconds / result.iterations : 0, result.residual, peakMemoryMb(),
             outcome.file.string());
  if (result.restarts > 0) fmt::print("stalled and started anew {} times\n", result.restarts);
  if (result.start > 1) fmt::print("start {} had the smallest residual\n", result.start);
  if (result.halves) fmt::print("{}\n", halvesText(*result.halves, outcome.object_pixel_m));
  fmt::print("{}\n", errorLine(result));
  if (std::isfinite(result.aligned_amplitude_nrmse)) {
    fmt::print("without factor, phase ramp and shift: amplitude NRMSE {:.4f}, phase NRMSE {:.4f}\n",
               result.aligned_amplitude_nrmse, result.aligned_phase_nrmse);
  }
}

}  // namespace ptycho::cli
