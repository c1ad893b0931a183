#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/import/dataset_choice.h"
#include "core/import/formats.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

std::string listed(const std::vector<DatasetChoice>& choices) {
  constexpr std::size_t kMost = 12;
  std::vector<std::string> parts;
  for (const DatasetChoice& choice : choices) {
    if (parts.size() == kMost) {
      parts.push_back(fmt::format("and {} more", choices.size() - kMost));
      break;
    }
    parts.push_back(fmt::format("{} {} {}", choice.path, choice.type, shapeText(choice.shape)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

Result<std::string> findPatterns(const ScanFile& file, const std::vector<DatasetChoice>& choices) {
  const auto found = choicesFor(choices, DatasetRole::Patterns);
  if (found.size() == 1) return found.front().path;
  if (found.empty()) {
    return badInput(fmt::format("has no data set that could be patterns, [n, rows, cols] of real numbers; it holds {}.",
                                choices.empty() ? "no data sets" : listed(choices)), file.path.string());
  }
  return badInput(fmt::format("has {} data sets that could be patterns: {}; name one (patterns_path).", found.size(),
                              listed(found)), file.path.string());
}

/// A unit of a length as files write it, as a word of ImportSpec::position_unit; empty: another.
std::string lengthWord(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::tolower(letter); });
  for (const auto& [unit, word] : {std::pair("m", "m"), {"meter", "m"}, {"metre", "m"}, {"meters", "m"},
                                   {"metres", "m"}, {"mm", "mm"}, {"um", "um"}, {"µm", "um"}, {"micron", "um"},
                                   {"microns", "um"}, {"nm", "nm"}, {"a", "angstrom"}, {"angstrom", "angstrom"},
                                   {"px", "px"}, {"pixel", "px"}, {"pixels", "px"}}) {
    if (text == unit) return word;
  }
  return {};
}

Result<void> statePositions(H5Reader& reader, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(const auto units, reader.textAttribute(path, "units"));
  const std::string word = lengthWord(units.value_or(std::string()));
  if (!word.empty()) {
    scan.conventions.push_back({"position_unit", word, Certainty::Stated, path + " has these units."});
    return {};
  }
  double largest = 0;
  for (const auto& position : scan.positions) {
    largest = std::max({largest, std::abs(position[0]), std::abs(position[1])});
  }
  // A scan is smaller than 5 cm, and one in pixels larger than a twentieth of a pixel.
  const bool metres = largest > 0 && largest < 0.05;
  scan.conventions.push_back({"position_unit", metres ? "m" : "px", Certainty::Assumed,
                              fmt::format("{} has no units; its values reach {:.4g}.", path, largest)});
  return {};
}

/// Two lists whose names differ in an x and a y only: "/posx" and "/posy", "/x" and "/y".
Result<bool> findPairOfLists(H5Reader& reader, const std::vector<DatasetChoice>& choices, RawScan& scan) {
  const std::uint64_t count = scan.patterns->count();
  const auto isList = [count](const DatasetChoice& choice) {
    return choice.shape == std::vector<std::uint64_t>{count} &&
           (choice.type.starts_with("float") || choice.type.starts_with("int") || choice.type.starts_with("uint"));
  };
  for (const DatasetChoice& x : choices) {
    if (!isList(x)) continue;
    for (std::size_t at = x.path.rfind('/') + 1; at < x.path.size(); ++at) {
      if (x.path[at] != 'x' && x.path[at] != 'X') continue;
      std::string other = x.path;
      other[at] = x.path[at] == 'x' ? 'y' : 'Y';
      const auto y = std::ranges::find(choices, other, &DatasetChoice::path);
      if (y == choices.end() || !isList(*y)) continue;
      PTYCHO_TRY(const auto xs, numbersOf(reader, x.path, fileLimits().stack_length));
      PTYCHO_TRY(const auto ys, numbersOf(reader, y->path, fileLimits().stack_length));
      for (std::size_t k = 0; k < xs.size(); ++k) scan.positions.push_back({xs[k], ys[k]});
      scan.notes.push_back(fmt::format("Positions were looked for by shape and name: {} and {} were taken.", x.path,
                                       y->path));
      scan.conventions.push_back({"position_axes", "xy", Certainty::Assumed, "x and y are told by the names."});
      PTYCHO_CHECK(statePositions(reader, x.path, scan));
      return true;
    }
  }
  return false;
}

/// The one data set of as many positions as there are patterns.
Result<void> findPositions(const ScanFile& file, const ImportSpec& spec, const std::vector<DatasetChoice>& choices,
                           RawScan& scan) {
  const std::uint64_t count = scan.patterns->count();
  std::string path = spec.positions_path;
  if (path.empty()) {
    auto found = choicesFor(choices, DatasetRole::Positions);
    std::erase_if(found, [count](const DatasetChoice& choice) {
      return choice.shape[0] != count && choice.shape[1] != count;
    });
    if (found.empty()) {
      PTYCHO_TRY(const bool pair, findPairOfLists(*file.hdf5, choices, scan));
      if (pair) return {};
      scan.notes.push_back(fmt::format("No data set has {} positions; name one, or give a file of positions.", count));
      return {};
    }
    path = found.front().path;
    scan.notes.push_back(fmt::format("Positions were looked for by shape and name: {} was taken{}.", path,
                                     found.size() > 1 ? " of " + listed(found) : std::string()));
  }
  PTYCHO_TRY(PositionColumns columns, positionsOf(*file.hdf5, path, count));
  scan.positions = std::move(columns.values);
  const std::string name = path.substr(path.rfind('/') + 1);
  const bool rowFirst = name.find("yx") != name.npos || name.find("encoder") != name.npos ||
                        name.find("row") != name.npos;
  scan.conventions.push_back({"position_axes", rowFirst ? "yx" : "xy", Certainty::Assumed,
                              rowFirst ? "The name of " + path + " says so."
                                       : "Nothing says which column is which; x is usually first."});
  return statePositions(*file.hdf5, path, scan);
}

/// A mask or probe is taken only under a telling name and with the sides of the patterns.
Result<void> findPictures(const ScanFile& file, const ImportSpec& spec, const std::vector<DatasetChoice>& choices,
                          RawScan& scan) {
  const auto look = [&](DatasetRole role, const std::string& asked) -> std::string {
    if (!asked.empty()) return asked;
    for (const DatasetChoice& choice : choicesFor(choices, role)) {
      const std::size_t rank = choice.shape.size();
      const bool rows = choice.shape[rank - 2] == scan.patterns->rows();
      const bool cols = choice.shape[rank - 1] == scan.patterns->cols();
      if (rows && cols && choice.path.find(datasetRoleName(role)) != std::string::npos) {
        scan.notes.push_back(fmt::format("{} was taken as the {} for its name and shape.", choice.path,
                                         datasetRoleName(role)));
        return choice.path;
      }
    }
    return {};
  };
  const std::string mask = look(DatasetRole::Mask, spec.mask_path);
  if (!mask.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(*file.hdf5, mask));
  }
  const std::string probe = look(DatasetRole::Probe, spec.probe_path);
  if (!probe.empty()) {
    PTYCHO_TRY(scan.probe, probeOf(*file.hdf5, probe));
  }
  return {};
}

Result<RawScan> openPlain(const ScanFile& file, const ImportSpec& spec) {
  if (!file.hdf5) return badInput("is no HDF5 file; its data sets cannot be named.", file.path.string());
  const std::string kind = file.hdf5->kind();
  if (!kind.empty() && spec.patterns_path.empty()) {
    return badInput(fmt::format("is {} of this program ({}) and needs no import; open it as it is.",
                                kind == "acquisition" ? "an acquisition" : "a file", printable(kind)),
                    file.path.string());
  }
  PTYCHO_TRY(const auto choices, datasetChoices(file));
  std::string patterns = spec.patterns_path;
  if (patterns.empty()) {
    PTYCHO_TRY(patterns, findPatterns(file, choices));
  }
  RawScan scan;
  scan.title = "HDF5, data sets by name";
  PTYCHO_TRY(scan.patterns, patternsOf(file.hdf5, patterns));
  if (spec.patterns_path.empty()) {
    scan.notes.push_back(patterns + " was taken as the patterns: nothing else in the file could be.");
  }
  PTYCHO_CHECK(findPositions(file, spec, choices, scan));
  PTYCHO_CHECK(findPictures(file, spec, choices, scan));
  return scan;
}

}  // namespace

ScanFormat plainHdf5Format() {
  return {FormatChoice::PlainHdf5, "plain-hdf5", "HDF5 data sets by name",
          "Any HDF5 file: patterns, positions, mask and probe are named or looked for",
          [](const ScanFile& file) { return file.hdf5 != nullptr; }, openPlain};
}

}  // namespace ptycho
