#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/core/import/lab_files.h"

namespace ptycho::testing {

/// Scans of four patterns of 6 × 8 px as the programs lay them out; pattern k has the values 48 k, 48 k + 1, …
/// Positions (x, y) are (1, 10), (2, 20), (3, 30), (4, 40) µm.
inline constexpr std::size_t kScanPatterns = 4;

void softLink(RawFile& file, const std::string& target, const std::string& at);
/// h5py's `data="text"`: a scalar of variable length.
void text(RawFile& file, const std::string& path, const std::string& value);
void number(RawFile& file, const std::string& path, double value, const std::string& units = "");
/// [4, 3] or, transposed, [3, 4].
void translations(RawFile& file, const std::string& path, bool transposed = false);

/// As cdtools and ptychodus have it: data in the detector, translations in the geometry, soft links between them.
void writeCxi(RawFile& file, const std::string& entry = "/entry_1", bool transposed = false);
/// Distance, pixels and energy alone, below an entry.
void writeCxiGeometry(RawFile& file, const std::string& entry = "/entry_1");

}  // namespace ptycho::testing
