#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/measured/raw_patterns.h"

namespace ptycho {

/// How sure a convention is.
enum class Certainty {
  Stated,    ///< the file says so
  Format,    ///< the format is defined so
  Assumed,   ///< neither says: the usual thing, to be looked at
  Asked,     ///< the user says so
};

/// One thing that must be known to read numbers right: the key and word of a field of ImportSpec.
struct Convention {
  std::string key;    ///< field of ImportSpec that overrides it: "position_axes"
  std::string value;  ///< one of the field's choices, never "auto": "xy"
  Certainty certainty = Certainty::Assumed;
  std::string reason; ///< one sentence: "CXI translations are x, y, z."
};

/// What a file of another program holds, in the file's own units and order: nothing is converted, turned or left out
/// that a convention of ImportSpec decides about. Made by core/import, understood by planScan().
struct RawScan {
  std::string format;             ///< word of ImportSpec::format: "cxi"
  std::string title;              ///< for people: "CXI, as PyNX writes it"
  std::filesystem::path file;
  std::string name;               ///< what the file calls itself; empty: nothing
  std::vector<Convention> conventions;  ///< what file and format say; at most one for a key
  std::vector<std::string> notes;       ///< sentences for people: what was left out, joined or reordered, and why
  std::vector<std::string> ignored;     ///< data sets that were not used

  std::shared_ptr<RawPatterns> patterns;             ///< null: the file holds a result only
  std::vector<std::array<double, 2>> positions;      ///< one for each pattern, both columns as stored; empty: none
  std::vector<std::int64_t> indexes;                 ///< number of each pattern in its scan; empty: 0, 1, 2, …
  Image<std::uint32_t> mask;                         ///< [rows, cols] as stored; empty: none
  RealImage dark;                                    ///< [rows, cols] to be subtracted; empty: none
  ComplexStack probe;                                ///< [modes, h, w] in object pixels; empty: none
  ComplexImage object;                               ///< an estimate or the truth; empty: none
  std::optional<std::array<double, 2>> object_centre_m;  ///< (y, x): the position that lies at the object's middle,
  bool middle_between_pixels = false;                ///< side / 2: of odd sides a whole pixel, or (true) between two

  std::optional<double> energy;         ///< in the unit of the convention "energy_unit"
  std::optional<double> wavelength_m;
  std::optional<double> distance_m;
  std::optional<std::array<double, 2>> detector_pixel_m;  ///< (rows, columns)
  std::optional<std::array<double, 2>> object_pixel_m;    ///< (rows, columns), where the file says it
};

}  // namespace ptycho
