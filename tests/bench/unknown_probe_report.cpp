// Object and probe from a wrong guess of the probe: the reference scan at 20 px, simulated with one curvature and
// reconstructed from a probe with 0.7 and 1.3 times as much, noise-free.
//   ptychodesk-unknown-probe [chain or preset] [threads] [folder of photos] [photos] [dead-leaves seeds]
// Columns: residual; amplitude and phase NRMSE and the probe's relative error after the ambiguities of ambiguity.h,
// first without, then with those of the raster's period (20 px); seconds of the engines.

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/metrics/ambiguity.h"
#include "core/reconstruct/presets.h"
#include "core/reconstruct/reconstruct.h"
#include "core/simulate/simulate.h"

namespace {

using namespace ptycho;
constexpr int kStep_px = 20;

struct Options {
  std::string chain = "unknown-probe";
  int threads = 2;
  std::string folder;
  int photos = 5;
  int seeds = 3;
};

int numberOf(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Options parse(int count, char** words) {
  Options options;
  if (count > 1) options.chain = words[1];
  if (count > 2) options.threads = std::max(1, numberOf(words[2]));
  if (count > 3) options.folder = words[3];
  if (count > 4) options.photos = numberOf(words[4]);
  if (count > 5) options.seeds = numberOf(words[5]);
  return options;
}

Result<ReconstructionSpec> specOf(const std::string& chain) {
  if (auto preset = findChainPreset(chain)) return preset;
  ReconstructionSpec spec;
  PTYCHO_TRY(spec.stages, parseChain(chain));
  return spec;
}

Result<void> report(ObjectSpec object, const ReconstructionSpec& chain, int threads) {
  RunContext context;
  SimulationSpec truth;
  truth.scan.step_px = kStep_px;
  truth.object = std::move(object);
  PTYCHO_TRY(const Simulated simulated, simulate(truth, {}, threads, context));
  for (const double factor : {0.7, 1.3}) {
    Acquisition acquisition = simulated.acquisition;
    ProbeSpec guess = truth.probe;
    guess.curvature_rad_px2 *= factor;
    PTYCHO_TRY(acquisition.probe, makeProbe(guess, truth.geometry));
    PTYCHO_TRY(const Reconstruction result, reconstruct(std::move(acquisition), chain, {{}, {}, threads, {}, nullptr},
                                                        context));
    const Acquisition& known = simulated.acquisition;
    PTYCHO_TRY(const AmbiguityFreeError plain,
               ambiguityFreeError(result.object, result.probe, known.truth, known.probe));
    PTYCHO_TRY(const AmbiguityFreeError raster,
               ambiguityFreeError(result.object, result.probe, known.truth, known.probe, nullptr, {kStep_px, kStep_px}));
    fmt::print("{:<22} {:>4.1f} {:>9.2e} {:>8.4f} {:>8.4f} {:>8.4f} {:>8.4f} {:>8.4f} {:>8.4f} {:>7.2f}\n", known.name,
               factor, result.residual, plain.object.amplitude_nrmse, plain.object.phase_nrmse, plain.probe_error,
               raster.object.amplitude_nrmse, raster.object.phase_nrmse, raster.probe_error, result.seconds);
  }
  return {};
}

Result<void> reportAll(const Options& options) {
  PTYCHO_TRY(ReconstructionSpec chain, specOf(options.chain));
  chain.record_every = 1'000'000;
  fmt::print("{}\n{:<22} {:>4} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7}\n", chainText(chain.stages), "object",
             "κ", "residual", "A", "φ", "P", "A raster", "φ", "P", "s");
  if (!options.folder.empty()) {
    for (int index = 0; index < options.photos; ++index) {
      ObjectSpec photo;
      photo.source = ObjectSource::Folder;
      photo.path = options.folder;
      photo.index = index;
      PTYCHO_CHECK(report(photo, chain, options.threads));
    }
  }
  for (int seed = 1; seed <= options.seeds; ++seed) {
    ObjectSpec leaves;
    leaves.seed = static_cast<std::uint64_t>(seed);
    PTYCHO_CHECK(report(leaves, chain, options.threads));
  }
  return {};
}

}  // namespace

int main(int count, char** words) {
  if (auto done = reportAll(parse(count, words)); !done) {
    fmt::print(stderr, "{}\n", done.error().text());
    return 1;
  }
  return 0;
}
