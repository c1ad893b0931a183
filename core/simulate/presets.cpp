#include "core/simulate/presets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ptycho {

namespace {

SimulationPreset reference(int step_px) {
  SimulationSpec spec;
  spec.scan.step_px = step_px;
  return {fmt::format("reference-{}", step_px), fmt::format("Reference scan, {} px step", step_px),
          fmt::format("6 × 6 raster, step {} px, Gaussian probe σ = 30 px with curvature 1/512 rad/px², noise-free", step_px),
          spec};
}

SimulationPreset spiral() {
  SimulationSpec spec;
  spec.scan.pattern = ScanPattern::Fermat;
  spec.scan.step_px = 30;
  spec.scan.positions = 100;
  spec.detector.photons_per_pattern = 1e6;
  return {"spiral-noisy", "Fermat spiral with photon noise",
          "100 positions, one per 30 × 30 px, 10⁶ photons per pattern", spec};
}

}  // namespace

const std::vector<SimulationPreset>& simulationPresets() {
  static const std::vector<SimulationPreset> presets{reference(20), reference(40), reference(60), spiral()};
  return presets;
}

Result<SimulationSpec> findSimulationPreset(std::string_view name) {
  std::vector<std::string> known;
  for (const auto& candidate : simulationPresets()) {
    if (candidate.name == name) return candidate.spec;
    known.push_back(candidate.name);
  }
  return badInput(fmt::format("is not a known preset; choose one of {}.", fmt::join(known, ", ")),
                  fmt::format("preset \"{}\"", name));
}

}  // namespace ptycho
