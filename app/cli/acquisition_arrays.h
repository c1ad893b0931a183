#pragma once

#include "core/simulate/simulate.h"

namespace ptycho::cli {

/// Loads what a simulation spec takes from files: object, probe and positions of kind "file".
[[nodiscard]] Result<SuppliedArrays> loadSuppliedArrays(const SimulationSpec& spec);

}  // namespace ptycho::cli
