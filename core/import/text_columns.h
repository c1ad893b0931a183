#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ptycho {

/// Which columns of a table of positions hold what, told by their names.
struct PositionNames {
  std::optional<std::size_t> x, y, index;
  std::string unit;  ///< word of ImportSpec::position_unit; empty: not said, or not the same for both
  bool rows = false; ///< they are called row and column
};

/// Fields of a line: between semicolons, commas, tabs, or runs of spaces, whichever the line has first in this order.
[[nodiscard]] std::vector<std::string> fieldsOf(std::string_view line);
/// A number as text files have it, "+1.5e-6" too; nothing else may stand beside it. May be NaN or infinite.
[[nodiscard]] std::optional<double> numberIn(std::string_view field);
/// Nothing where no x and y are among the names.
[[nodiscard]] std::optional<PositionNames> positionNames(const std::vector<std::string>& names);

}  // namespace ptycho
