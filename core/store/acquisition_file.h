#pragma once

#include <filesystem>

#include "core/simulate/acquisition.h"

namespace ptycho {

/// Our HDF5, schema 1. Root attributes: ptychodesk_schema = 1, ptychodesk_kind = "acquisition", program version,
/// name, spec (JSON text). Data sets:
///   /patterns   float32 [n, w, w]   gzip + shuffle, one pattern a chunk; attributes quantity = "intensity",
///                                   dc = "corner"
///   /mask       uint8 [w, w]        1 = valid (absent: all valid)
///   /background float32 [w, w]      intensity beside the diffracted one, as the patterns are (absent: none)
///   /probe      complex64 [modes, w, w]   compound {r, i}
///   /positions  float64 [n, 2]      (row, col) of the window's top-left corner, units = "px"
///   /truth      complex64 [H, W]    when known
///   /geometry   group with attributes energy_keV, distance_m, detector_pixel_um, radiation (when known)
/// Written as a new file beside the target and renamed; every HDF5 status is checked; the same acquisition
/// gives the same bytes (no time stamps inside).
[[nodiscard]] Result<void> writeAcquisition(const std::filesystem::path& file, const Acquisition& acquisition);

/// Limits are checked before any allocation. Accepts `dc = "centre"` and `quantity = "amplitude"` and converts.
/// Errors name the file, the data set and the remedy: missing data set, wrong rank, NaN, negative intensity,
/// windows outside the object, a newer schema.
[[nodiscard]] Result<Acquisition> readAcquisition(const std::filesystem::path& file);

}  // namespace ptycho
