#pragma once

#include <filesystem>

#include "core/simulate/simulate.h"

namespace ptycho::cli {

/// Loads what a simulation spec takes from files: object, probe and positions of kind "file".
[[nodiscard]] Result<SuppliedArrays> loadSuppliedArrays(const SimulationSpec& spec);

/// A simulation specification from a JSON file, from spec.json of a run that simulates, or from that run's folder.
[[nodiscard]] Result<SimulationSpec> readSimulationSpec(const std::filesystem::path& from);

}  // namespace ptycho::cli
