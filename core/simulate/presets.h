#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/simulate/simulate.h"

namespace ptycho {

/// A named scan design.
struct SimulationPreset {
  std::string name;   ///< "reference-60"
  std::string title;
  std::string help;
  SimulationSpec spec;
};

/// The reference study's scans (6 × 6 raster, steps 20, 40, 60 px, Gaussian probe σ = 30 px, κ = 1/512) and a few more.
[[nodiscard]] const std::vector<SimulationPreset>& simulationPresets();
/// An unknown name is an error that lists the known ones.
[[nodiscard]] Result<SimulationSpec> findSimulationPreset(std::string_view name);

}  // namespace ptycho
