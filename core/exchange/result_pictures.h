#pragma once

#include <filesystem>
#include <vector>

#include "core/base/error.h"
#include "core/exchange/tiff_file.h"
#include "core/store/result_file.h"

namespace ptycho {

/// Amplitude and phase of a result as numbers: "name.tif" becomes "name-amplitude.tif" and "name-phase.tif".
/// With truth the global phase is aligned as for the NRMSE; else the phase is the angle of the object, in (−π, π].
/// @return the files written
[[nodiscard]] Result<std::vector<std::filesystem::path>> writeResultTiffs(const std::filesystem::path& file,
                                                                          const ResultRecord& record, TiffDepth depth);

}  // namespace ptycho
