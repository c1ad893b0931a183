#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/exchange/scan_export.h"

namespace ptycho::cli {

/// What a call of `export` names, read.
struct ExportSource {
  std::optional<ResultRecord> result;
  std::optional<Acquisition> acquisition;

  [[nodiscard]] ExportContent content() const {
    return {result ? &*result : nullptr, acquisition ? &*acquisition : nullptr};
  }
};

/// @param input  a result, a run folder (its result), or an acquisition
/// @param acquisition  of the result; empty: the one that the run's specification names, where it is still there
/// @param patterns  whether the acquisition is needed: else that of a run is not looked for
[[nodiscard]] Result<ExportSource> loadExportSource(const std::filesystem::path& input,
                                                    const std::filesystem::path& acquisition, bool patterns);

}  // namespace ptycho::cli
