#include "core/import/text_positions.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <numeric>

#include <fmt/format.h>

#include "core/import/text_columns.h"
#include "core/measured/conventions.h"
#include "core/store/file_text.h"
#include "core/store/limits.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestLine = 4096;

/// Numbers of a text file, line by line, with the names that stand above them.
struct Table {
  std::size_t columns = 0;
  std::vector<double> values;        ///< [lines, columns]
  std::optional<PositionNames> names;
  bool commas = false;

  [[nodiscard]] std::size_t lines() const { return columns == 0 ? 0 : values.size() / columns; }
  [[nodiscard]] double at(std::size_t line, std::size_t column) const { return values[line * columns + column]; }
};

/// Takes a line of names; one that is none is an error only where no comment sign stands before it.
Result<void> takeNames(Table& table, const std::vector<std::string>& fields, bool comment, const std::string& where) {
  auto names = positionNames(fields);
  if (names) {
    table.names = names;
    table.columns = fields.size();
    return {};
  }
  if (comment) return {};
  return badInput(fmt::format("has '{}' where a number, or names of columns with x and y (or row and col), are needed.",
                              printable(fields.front())), where);
}

Result<void> takeNumbers(Table& table, const std::vector<std::string>& fields, const std::string& where) {
  // Names in a comment with another number of columns were a sentence, not names.
  if (table.values.empty() && table.columns != fields.size()) {
    table.names.reset();
    table.columns = fields.size();
  }
  if (fields.size() != table.columns) {
    return badInput(fmt::format("has {} columns where the lines before it have {}.", fields.size(), table.columns), where);
  }
  for (const std::string& field : fields) {
    const auto value = numberIn(field);
    if (!value) return badInput(fmt::format("has '{}' where a number is needed.", printable(field)), where);
    if (!std::isfinite(*value)) {
      return badInput(fmt::format("has {}; positions must be finite numbers.", printable(field)), where);
    }
    table.values.push_back(*value);
  }
  return {};
}

Result<void> takeLine(Table& table, std::string_view line, const std::string& where) {
  const std::size_t sign = line.find_first_of("#%");
  const std::string_view content = line.substr(0, sign);
  const auto fields = fieldsOf(content);
  if (fields.empty() || (fields.size() == 1 && fields[0].empty())) {
    if (sign == line.npos || !table.values.empty()) return {};
    const std::size_t text = line.find_first_not_of("#% \t", sign);
    return text == line.npos ? Result<void>() : takeNames(table, fieldsOf(line.substr(text)), true, where);
  }
  if (table.values.empty() && !numberIn(fields.front())) return takeNames(table, fields, false, where);
  if (table.values.empty()) table.commas = content.find(',') != content.npos || content.find(';') != content.npos;
  return takeNumbers(table, fields, where);
}

Result<Table> readTable(const fs::path& file) {
  std::error_code status;
  if (!fs::is_regular_file(file, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", file.string());
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::Io, "cannot be read; look at its permissions.", file.string());
  // A number and what parts it from the next take two bytes at least.
  PTYCHO_CHECK(checkAllocation(fs::file_size(file, status) / 2 + 1, sizeof(double), file.string()));
  Table table;
  std::vector<char> buffer(kLongestLine + 1);
  const std::uint64_t most = fileLimits().text_lines;
  for (std::uint64_t number = 1; !in.eof(); ++number) {
    const std::string where = fmt::format("{}:line {}", file.string(), number);
    in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto length = static_cast<std::size_t>(in.gcount()) - (in.good() ? 1 : 0);
    if (in.fail() && !in.eof()) {
      return badInput(fmt::format("is longer than {} bytes; it holds no position.", kLongestLine), where);
    }
    if (number > most) return badInput(fmt::format("is one too many: the limit is {} lines.", most), where);
    std::string_view line(buffer.data(), length);
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    if (line.find('\0') != line.npos) return badInput("holds bytes that are no text.", where);
    PTYCHO_CHECK(takeLine(table, line, where));
  }
  if (table.lines() == 0) return badInput("holds no positions.", file.string());
  return table;
}

/// Whether a column counts: 0, 1, 2, … or 1, 2, 3, …
bool counts(const Table& table, std::size_t column) {
  const double start = table.at(0, column);
  if (start != 0 && start != 1) return false;
  for (std::size_t line = 0; line < table.lines(); ++line) {
    if (table.at(line, column) != start + static_cast<double>(line)) return false;
  }
  return table.lines() > 1;
}

struct Columns {
  std::size_t first = 0;
  std::size_t second = 1;
  std::optional<std::size_t> index;
};

Result<Columns> chooseColumns(const Table& table, GivenPositions& positions, const std::string& where) {
  if (table.names) {
    const PositionNames& names = *table.names;
    const bool xFirst = *names.x < *names.y;
    positions.conventions.push_back({"position_axes", xFirst ? "xy" : "yx", Certainty::Stated,
                                     "The file names its columns."});
    if (!names.unit.empty()) {
      positions.conventions.push_back({"position_unit", names.unit, Certainty::Stated, "The columns' names have this unit."});
    } else if (names.rows) {
      positions.conventions.push_back({"position_unit", "px", Certainty::Assumed, "Rows and columns are counted in pixels."});
    }
    return Columns{std::min(*names.x, *names.y), std::max(*names.x, *names.y), names.index};
  }
  Columns columns;
  if (table.columns == 3 && counts(table, 0)) {
    columns = {1, 2, 0};
    positions.notes.push_back("The first of three columns counts and was taken as the index of the patterns.");
  } else if (table.columns == 3) {
    positions.notes.push_back("The third column of the positions was not used.");
  } else if (table.columns != 2) {
    return badInput(fmt::format("has {} columns; two (or three) are needed, or a first line that names them.",
                                table.columns), where);
  }
  positions.conventions.push_back(
      table.commas ? Convention{"position_axes", "yx", Certainty::Assumed,
                                "The columns have no names; ptychodus writes CSV files as y,x."}
                   : Convention{"position_axes", "xy", Certainty::Assumed,
                                "The columns have no names; text files usually have x before y."});
  return columns;
}

/// Positions by rising index, where the file has them in another order.
void sortByIndex(const Table& table, std::size_t column, GivenPositions& positions) {
  std::vector<std::size_t> order(table.lines());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto before = [&](std::size_t a, std::size_t b) { return table.at(a, column) < table.at(b, column); };
  if (std::ranges::is_sorted(order, before)) return;
  std::ranges::stable_sort(order, before);
  std::vector<std::array<double, 2>> sorted;
  sorted.reserve(order.size());
  for (const std::size_t line : order) sorted.push_back(positions.values[line]);
  positions.values = std::move(sorted);
  positions.notes.push_back("The positions were sorted by their index.");
}

}  // namespace

Result<GivenPositions> readTextPositions(const fs::path& file) {
  PTYCHO_TRY(const Table table, readTable(file));
  GivenPositions positions;
  PTYCHO_TRY(const Columns columns, chooseColumns(table, positions, file.string()));
  positions.values.reserve(table.lines());
  for (std::size_t line = 0; line < table.lines(); ++line) {
    positions.values.push_back({table.at(line, columns.first), table.at(line, columns.second)});
  }
  if (columns.index) sortByIndex(table, *columns.index, positions);
  positions.notes.insert(positions.notes.begin(), fmt::format("{} positions come from {}.", positions.values.size(),
                                                              printable(file.filename().string())));
  return positions;
}

void takePositions(GivenPositions positions, RawScan& scan) {
  std::erase_if(scan.conventions, [](const Convention& convention) { return convention.key.starts_with("position_"); });
  for (Convention& convention : positions.conventions) setConvention(scan.conventions, std::move(convention));
  std::ranges::move(positions.notes, std::back_inserter(scan.notes));
  scan.positions = std::move(positions.values);
}

std::string lengthWord(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(letter < 0x80 ? std::tolower(letter) : letter);
  });
  for (const auto& [unit, word] : {std::pair("m", "m"), {"meter", "m"}, {"metre", "m"}, {"meters", "m"},
                                   {"metres", "m"}, {"mm", "mm"}, {"um", "um"}, {"µm", "um"}, {"μm", "um"},
                                   {"micron", "um"}, {"microns", "um"}, {"nm", "nm"}, {"a", "angstrom"},
                                   {"å", "angstrom"}, {"Å", "angstrom"}, {"angstrom", "angstrom"}, {"angstroms", "angstrom"},
                                   {"px", "px"}, {"pix", "px"}, {"pixel", "px"}, {"pixels", "px"}}) {
    if (text == unit) return word;
  }
  return {};
}

}  // namespace ptycho
