#include "core/import/plain_arrays.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/import/array_shapes.h"
#include "core/import/text_positions.h"
#include "core/store/file_text.h"

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
    parts.push_back(fmt::format("{} {} {}", printable(choice.path), choice.type, shapeText(choice.shape)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

Result<std::string> findPatterns(const NamedArrays& arrays, const std::vector<DatasetChoice>& choices) {
  auto found = choicesFor(choices, DatasetRole::Patterns);
  // A stack of masks is one by its name alone.
  const auto isNamedOtherwise = [](const DatasetChoice& choice) { return choice.roles.front() != DatasetRole::Patterns; };
  if (found.size() > 1 && !std::ranges::all_of(found, isNamedOtherwise)) std::erase_if(found, isNamedOtherwise);
  if (found.size() == 1) return found.front().path;
  if (found.empty()) {
    return badInput(fmt::format("has no data set that could be patterns, [n, rows, cols] or [scan rows, scan columns, rows, cols] of real numbers; it holds {}.",
                                choices.empty() ? "no data sets" : listed(choices)), arrays.file());
  }
  return badInput(fmt::format("has {} data sets that could be patterns: {}; name one (patterns_path).", found.size(),
                              listed(found)), arrays.file());
}

Result<void> statePositions(NamedArrays& arrays, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(const std::string units, arrays.units(path));
  const std::string word = lengthWord(units);
  if (!word.empty()) {
    scan.conventions.push_back({"position_unit", word, Certainty::Stated, printable(path) + " has these units."});
    return {};
  }
  double largest = 0;
  for (const auto& position : scan.positions) {
    largest = std::max({largest, std::abs(position[0]), std::abs(position[1])});
  }
  // A scan is smaller than 5 cm, and one in pixels larger than a twentieth of a pixel.
  const bool metres = largest > 0 && largest < 0.05;
  scan.conventions.push_back({"position_unit", metres ? "m" : "px", Certainty::Assumed,
                              fmt::format("{} has no units; its values reach {:.4g}.", printable(path), largest)});
  return {};
}

/// Two lists whose names differ in an x and a y only: "/posx" and "/posy", "/x" and "/y".
Result<bool> findPairOfLists(NamedArrays& arrays, const std::vector<DatasetChoice>& choices, RawScan& scan) {
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
      PTYCHO_TRY(const auto xs, arrays.numbers(x.path));
      PTYCHO_TRY(const auto ys, arrays.numbers(y->path));
      for (std::size_t k = 0; k < xs.size(); ++k) scan.positions.push_back({xs[k], ys[k]});
      scan.notes.push_back(fmt::format("Positions were looked for by shape and name: {} and {} were taken.",
                                       printable(x.path), printable(y->path)));
      scan.conventions.push_back({"position_axes", "xy", Certainty::Assumed, "x and y are told by the names."});
      PTYCHO_CHECK(statePositions(arrays, x.path, scan));
      return true;
    }
  }
  return false;
}

/// The one data set of as many positions as there are patterns.
Result<void> findPositions(NamedArrays& arrays, const ImportSpec& spec, const std::vector<DatasetChoice>& choices,
                           RawScan& scan) {
  const std::uint64_t count = scan.patterns->count();
  std::string path = spec.positions_path;
  if (path.empty() && (!spec.positions_file.empty() || spec.raster_step_nm > 0)) return {};
  if (path.empty()) {
    auto found = choicesFor(choices, DatasetRole::Positions);
    std::erase_if(found, [count](const DatasetChoice& choice) {
      return choice.shape[0] != count && choice.shape[1] != count;
    });
    if (found.empty()) {
      PTYCHO_TRY(const bool pair, findPairOfLists(arrays, choices, scan));
      if (pair) return {};
      scan.notes.push_back(fmt::format("No data set has {} positions; name one, or give a file of positions.", count));
      return {};
    }
    path = found.front().path;
    scan.notes.push_back(fmt::format("Positions were looked for by shape and name: {} was taken{}.", printable(path),
                                     found.size() > 1 ? " of " + listed(found) : std::string()));
  }
  PTYCHO_TRY(scan.positions, arrays.positions(path, count));
  const std::string name = path.substr(path.rfind('/') + 1);
  const bool rowFirst = name.find("yx") != name.npos || name.find("encoder") != name.npos ||
                        name.find("row") != name.npos;
  scan.conventions.push_back({"position_axes", rowFirst ? "yx" : "xy", Certainty::Assumed,
                              rowFirst ? "The name of " + printable(path) + " says so."
                                       : "Nothing says which column is which; x is usually first."});
  return statePositions(arrays, path, scan);
}

/// A mask for each pattern, [n, rows, cols]: the one that all patterns have in common, where they have.
Result<void> takeMasks(NamedArrays& arrays, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(const auto masks, arrays.patterns(path));
  if (masks->rows() != scan.patterns->rows() || masks->cols() != scan.patterns->cols()) {
    return badInput(fmt::format("has masks of {} × {} px, but the patterns have {} × {} px.", masks->rows(), masks->cols(),
                                scan.patterns->rows(), scan.patterns->cols()), arrays.file() + ":" + path);
  }
  const std::size_t pixels = scan.patterns->rows() * scan.patterns->cols();
  std::vector<float> first(pixels);
  std::vector<float> next(pixels);
  PTYCHO_CHECK(masks->read(0, 1, first.data()));
  for (std::uint64_t k = 1; k < masks->count(); ++k) {
    PTYCHO_CHECK(masks->read(k, 1, next.data()));
    if (next == first) continue;
    scan.notes.push_back(fmt::format("{} has masks that differ from pattern to pattern ({} from the first one) and was not "
                                     "used; name one of [rows, cols] (mask_path).", printable(path), k));
    return {};
  }
  const std::vector<double> values(first.begin(), first.end());
  PTYCHO_TRY(scan.mask, maskFromValues(values, masks->rows(), masks->cols(), arrays.file() + ":" + path));
  scan.notes.push_back(fmt::format("{} has the same mask for all patterns.", printable(path)));
  return {};
}

/// A mask or probe is taken only under a telling name and with the sides of the patterns.
Result<void> findPictures(NamedArrays& arrays, const ImportSpec& spec, const std::vector<DatasetChoice>& choices,
                          RawScan& scan) {
  const auto look = [&](DatasetRole role, const std::string& asked) -> std::string {
    if (!asked.empty()) return asked;
    for (const DatasetChoice& choice : choicesFor(choices, role)) {
      const std::size_t rank = choice.shape.size();
      const bool rows = choice.shape[rank - 2] == scan.patterns->rows();
      const bool cols = choice.shape[rank - 1] == scan.patterns->cols();
      if (rows && cols && choice.path.find(datasetRoleName(role)) != std::string::npos) {
        scan.notes.push_back(fmt::format("{} was taken as the {} for its name and shape.", printable(choice.path),
                                         datasetRoleName(role)));
        return choice.path;
      }
    }
    return {};
  };
  const std::string mask = look(DatasetRole::Mask, spec.mask_path);
  const auto chosen = std::ranges::find(choices, mask, &DatasetChoice::path);
  if (chosen != choices.end() && chosen->shape.size() == 3 && chosen->shape.front() > 1) {
    PTYCHO_CHECK(takeMasks(arrays, mask, scan));
  } else if (!mask.empty()) {
    PTYCHO_TRY(scan.mask, arrays.mask(mask));
  }
  const std::string probe = look(DatasetRole::Probe, spec.probe_path);
  if (!probe.empty()) {
    PTYCHO_TRY(scan.probe, arrays.probe(probe));
  }
  return {};
}

}  // namespace

Result<RawScan> plainScan(NamedArrays& arrays, const ImportSpec& spec, const std::vector<DatasetChoice>& choices) {
  std::string patterns = spec.patterns_path;
  if (patterns.empty()) {
    PTYCHO_TRY(patterns, findPatterns(arrays, choices));
  }
  RawScan scan;
  PTYCHO_TRY(scan.patterns, arrays.patterns(patterns));
  if (spec.patterns_path.empty()) {
    scan.notes.push_back(printable(patterns) + " was taken as the patterns: nothing else in the file could be.");
  }
  PTYCHO_CHECK(findPositions(arrays, spec, choices, scan));
  PTYCHO_CHECK(findPictures(arrays, spec, choices, scan));
  return scan;
}

}  // namespace ptycho
