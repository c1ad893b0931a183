#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"

namespace ptycho {

/// One convention for every choice of ImportSpec that may be "auto" (but the format), in the order of its fields:
/// what was asked before what the file states before what its format defines before what is usual.
[[nodiscard]] std::vector<Convention> resolveConventions(const RawScan& raw, const ImportSpec& spec);

/// The convention of a key; null: none.
[[nodiscard]] const Convention* findConvention(const std::vector<Convention>& conventions, std::string_view key);
/// Replaces the convention of the same key, or adds one at the place that the order of ImportSpec's fields gives it.
void setConvention(std::vector<Convention>& conventions, Convention convention);

/// The specification with every "auto" replaced by its convention. Numbers (energy, distance, …) stay as asked.
[[nodiscard]] ImportSpec decidedSpec(const ImportSpec& spec, const std::vector<Convention>& conventions);

}  // namespace ptycho
