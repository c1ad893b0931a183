#pragma once

#include <cstdint>
#include <filesystem>

#include "core/simulate/acquisition.h"

namespace ptycho {

/// Our HDF5, schema 1. Root attributes: ptychodesk_schema = 1, ptychodesk_kind = "acquisition", program version,
/// name, spec (JSON text), import (JSON text: where it comes from and what was assumed, when imported). Data sets:
///   /patterns   float32 [n, w, w]   one pattern a chunk with a checksum, gzip + shuffle up to 256 MiB;
///                                   attributes quantity = "intensity", dc = "corner",
///                                   propagation = "far-field" or "near-field" (absent: far field)
///   /mask       uint8 [w, w]        1 = valid (absent: all valid)
///   /background float32 [w, w]      intensity beside the diffracted one, as the patterns are (absent: none)
///   /probe      complex64 [modes, w, w]   compound {r, i}
///   /positions  float64 [n, 2]      (row, col) of the window's top-left corner, units = "px"
///   /truth      complex64 [H, W]    when known
///   /object     complex64 [H, W]    to start from, when the file that was imported held an object
///   /geometry   group with attributes energy_keV, distance_m, detector_pixel_um, radiation (when known)
/// Written as a new file beside the target and renamed; every HDF5 status is checked; the same acquisition
/// gives the same bytes (no time stamps inside).
[[nodiscard]] Result<void> writeAcquisition(const std::filesystem::path& file, const Acquisition& acquisition);

/// Limits are checked before any allocation. Accepts `dc = "centre"` and `quantity = "amplitude"` and converts.
/// Errors name the file, the data set and the remedy: missing data set, wrong rank, NaN, negative intensity,
/// windows outside the object, a newer schema.
[[nodiscard]] Result<Acquisition> readAcquisition(const std::filesystem::path& file);

/// Whether the file is an acquisition of ours that was imported, so that its probe is a guess and its truth unknown.
[[nodiscard]] bool isImportedAcquisition(const std::filesystem::path& file);

/// What patterns may take of the memory; 0 = half of what is available. Beyond it they stay in the file and
/// Acquisition::source reads them (checked then).
struct PatternMemory {
  std::uint64_t bytes = 0;
};
inline constexpr PatternMemory kAllInMemory{UINT64_MAX};
/// The same with patterns in memory only as far as there is room; the choice is logged.
[[nodiscard]] Result<Acquisition> readAcquisition(const std::filesystem::path& file, const PatternMemory& memory);

}  // namespace ptycho
