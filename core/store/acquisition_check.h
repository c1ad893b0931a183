#pragma once

#include <string>

#include "core/simulate/acquisition.h"

namespace ptycho {

/// What holds for every acquisition that is written or read: shapes that fit together, finite numbers, intensities
/// not negative, windows inside the object. The patterns of a source are checked when they are read.
/// @param file  named in the errors as "file:/data set"
[[nodiscard]] Result<void> checkAcquisition(const Acquisition& acquisition, const std::string& file);

/// The windows lie inside the object; names the position.
[[nodiscard]] Result<void> checkWindows(const Scan& scan, const std::string& where);

}  // namespace ptycho
