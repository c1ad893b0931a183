#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/spec_json.h"
#include "core/import/scan_format.h"

namespace ptycho {

/// What a data set could be in a scan, judged by rank, sides and type; a name only sorts.
enum class DatasetRole { Patterns, Positions, Probe, Mask };

/// A data set of a file, for somebody to choose from: see ImportSpec::patterns_path and the other paths.
struct DatasetChoice {
  std::string path;
  std::vector<std::uint64_t> shape;
  std::string type;                ///< "uint16", as H5Patterns::typeText()
  std::vector<DatasetRole> roles;  ///< the likeliest first; empty: none
};

/// Everything that an HDF5 or NPZ file holds, in its order; links into other files are listed and have no role.
/// Errors: a container without named data sets.
[[nodiscard]] Result<std::vector<DatasetChoice>> datasetChoices(const ScanFile& file);

/// Those that could be this, the names that tell of it first.
[[nodiscard]] std::vector<DatasetChoice> choicesFor(const std::vector<DatasetChoice>& choices, DatasetRole role);

/// "patterns", "positions", "probe", "mask".
[[nodiscard]] std::string datasetRoleName(DatasetRole role);
/// {"schema": 1, "file", "datasets": [{"path", "shape", "type", "could_be": ["patterns", …]}, …]}
[[nodiscard]] Json datasetChoicesToJson(const std::string& file, const std::vector<DatasetChoice>& choices);

/// The roles of one data set, for other containers (NPZ).
[[nodiscard]] std::vector<DatasetRole> datasetRoles(const std::string& path, const std::vector<std::uint64_t>& shape,
                                                    const std::string& type);

}  // namespace ptycho
