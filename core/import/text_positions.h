#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/measured/raw_scan.h"

namespace ptycho {

/// Positions that do not come from the file of the patterns (a text file, a raster by its step), as the two columns of RawScan::positions, with what is known of them.
struct GivenPositions {
  std::vector<std::array<double, 2>> values;
  std::vector<Convention> conventions;  ///< "position_axes", and "position_unit" where the names of the columns say it
  std::vector<std::string> notes;
};

/// One position a line; comma, semicolon, tab or spaces between the numbers; lines from '#' or '%' on are comments. A line
/// of names (or the last comment before the numbers) tells which column is which: x, y, row, col, index, with a unit as
/// x_um, y (nm), row_px. Without names two columns are y,x in files with commas (as ptychodus writes CSV) and x y else; a
/// first column of three that counts is an index, else the third is left out. An index sorts the positions.
/// Errors name the line: not a number, NaN, infinite, another number of columns; too many lines; no position.
[[nodiscard]] Result<GivenPositions> readTextPositions(const std::filesystem::path& file);

/// Puts the positions into a scan in the place of its own ones and of what was known of those.
void takePositions(GivenPositions positions, RawScan& scan);

/// A unit of a length as people write it ("um", "µm", "micron", "pixel"), as a word of ImportSpec::position_unit; empty:
/// another.
[[nodiscard]] std::string lengthWord(std::string text);

}  // namespace ptycho
