#include "core/reconstruct/presets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ptycho {

namespace {

ChainPreset preset(std::string name, std::string title, std::string help, std::string_view chain) {
  ReconstructionSpec spec;
  spec.stages = parseChain(chain).value();
  return {std::move(name), std::move(title), std::move(help), std::move(spec)};
}

/// Measured data: the probe is a guess, light is partly coherent, positions are a little off. A sequential engine brings
/// a poor probe near quickly, RAAR gets the object out of its local minima, maximum likelihood with the positions ends it.
ChainPreset measured() {
  ChainPreset chosen = preset("measured", "Measured data",
                              "Object, probe in two modes and small position errors together, from a guess of the probe.",
                              "epie:20:probe_from=1,raar:40:probe_from=1,ml:40:probe_from=1:positions=gradient");
  chosen.spec.probe_modes = 2;
  return chosen;
}

}  // namespace

const std::vector<ChainPreset>& chainPresets() {
  static const std::vector<ChainPreset> presets{
      preset("best-20", "Best chain, 20 px step", "Dense scans (areal redundancy about 9).", "dm:700:range,awf:300"),
      preset("best-40", "Best chain, 40 px step", "Medium scans (areal redundancy about 3).", "dm:900:range,awf:100:range"),
      preset("best-60", "Best chain, 60 px step", "Sparse scans (areal redundancy about 1.5).", "dm:900:range,awf:100:range"),
      preset("quick", "Quick look", "A first picture of any simulated scan.", "dm:100:range,awf:50:range"),
      measured(),
      preset("positions", "Positions off by up to 2 px", "Known probe, steps up to 40 px: finds object and positions.",
             "dm:300:range:positions=gradient"),
      preset("pie", "PIE", "The first of its kind, without a range.", "pie:300"),
      preset("unknown-probe", "Unknown probe",
             "Object and probe together, from a probe of about the right size. On a regular raster they are found but "
             "for a pattern of the raster's period, which no intensities can tell.",
             "dm:300:range:probe_from=20,awf:200:range:probe_from=1"),
      preset("epie", "ePIE", "The classic, without a range.", "epie:300"),
      preset("rpie", "rPIE", "Regularised PIE, without a range.", "rpie:300"),
      preset("mpie", "mPIE", "Regularised PIE with momentum, without a range; alpha=1 for steps above half the window.",
             "mpie:300"),
      preset("lsqml", "LSQ-ML", "Least-squares steps in batches, without a range.", "lsqml:300"),
      preset("dm", "Difference map", "Difference map without a range.", "dm:300"),
      preset("raar", "RAAR", "Relaxed averaged alternating reflections without a range.", "raar:300"),
      preset("admm", "ADMM", "Alternating direction method of multipliers without a range, for a known probe.",
             "admm:300:beta=0.05"),
      preset("awf", "Accelerated gradient", "Accelerated Wirtinger flow without a range.", "awf:300"),
      preset("ml", "Maximum likelihood", "Conjugate gradient on magnitudes without a range.", "ml:300"),
      preset("ml-poisson", "Maximum likelihood for counts",
             "About a thousand photons a pattern: least squares, then the counts' likelihood, with total variation.",
             "awf:50:range:tv=0.1,ml:10:range:tv=0.1:noise=poisson"),
      preset("study-gd-5", "Reference study, 5 steps",
             "The reference study's refinement after a network, kept to show that it changes nothing.",
             "study-gd:5:beta=0.05"),
      preset("study-gd-10", "Reference study, 10 steps", "The same with ten smaller steps.", "study-gd:10:beta=0.03"),
  };
  return presets;
}

Result<ReconstructionSpec> findChainPreset(std::string_view name) {
  std::vector<std::string> known;
  for (const auto& candidate : chainPresets()) {
    if (candidate.name == name) return candidate.spec;
    known.push_back(candidate.name);
  }
  return badInput(fmt::format("is not a known preset; choose one of {}.", fmt::join(known, ", ")),
                  fmt::format("preset \"{}\"", name));
}

}  // namespace ptycho
