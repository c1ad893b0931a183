#include "core/import/text_columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "core/import/text_positions.h"

namespace ptycho {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\"'";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// "Sample_X [um]" → sample, x, um. Bytes beyond ASCII (µ) belong to words.
std::vector<std::string> wordsOf(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x80 || std::isalnum(byte) != 0) {
      words.back() += static_cast<char>(byte < 0x80 ? std::tolower(byte) : letter);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t N>
bool hasAny(const std::vector<std::string>& words, const std::array<const char*, N>& wanted) {
  return std::ranges::any_of(words, [&](const std::string& word) { return std::ranges::find(wanted, word) != wanted.end(); });
}

/// The unit among the words of a name, which is never the first of them ("m" may be anything).
std::string unitIn(const std::vector<std::string>& words) {
  for (std::size_t k = words.size(); k-- > 1;) {
    std::string word = lengthWord(words[k]);
    if (!word.empty()) return word;
  }
  return {};
}

}  // namespace

std::vector<std::string> fieldsOf(std::string_view line) {
  const auto has = [&](char letter) { return line.find(letter) != line.npos; };
  const char separator = has(';') ? ';' : has(',') ? ',' : has('\t') ? '\t' : ' ';
  std::vector<std::string> fields;
  while (true) {
    const std::size_t end = line.find(separator);
    const std::string_view field = trimmed(line.substr(0, end));
    // Runs of spaces and tabs are one separator; an empty field between commas is a missing number.
    if (!field.empty() || (separator != ' ' && separator != '\t')) fields.emplace_back(field);
    if (end == line.npos) break;
    line.remove_prefix(end + 1);
  }
  // A separator at the end of a line separates nothing.
  if (fields.size() > 1 && fields.back().empty()) fields.pop_back();
  return fields;
}

std::optional<double> numberIn(std::string_view field) {
  if (field.starts_with('+')) field.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (field.empty() || error != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return value;
}

std::optional<PositionNames> positionNames(const std::vector<std::string>& names) {
  constexpr std::array kX{"x", "xcoord", "xcoords", "xpos", "posx", "samx", "col", "cols", "column", "columns"};
  constexpr std::array kY{"y", "ycoord", "ycoords", "ypos", "posy", "samy", "row", "rows"};
  constexpr std::array kIndex{"index", "indexes", "idx", "id", "i", "n", "no", "nr", "number", "frame", "pattern", "point"};
  constexpr std::array kRows{"row", "rows", "col", "cols", "column", "columns"};
  PositionNames found;
  std::array<std::string, 2> units;
  for (std::size_t column = 0; column < names.size(); ++column) {
    const std::vector<std::string> words = wordsOf(names[column]);
    if (!found.x && hasAny(words, kX)) {
      found.x = column;
      found.rows = found.rows || hasAny(words, kRows);
      units[0] = unitIn(words);
    } else if (!found.y && hasAny(words, kY)) {
      found.y = column;
      found.rows = found.rows || hasAny(words, kRows);
      units[1] = unitIn(words);
    } else if (!found.index && !found.x && !found.y && hasAny(words, kIndex)) {
      found.index = column;
    }
  }
  if (!found.x || !found.y) return std::nullopt;
  if (units[0] == units[1]) found.unit = units[0];
  return found;
}

}  // namespace ptycho
