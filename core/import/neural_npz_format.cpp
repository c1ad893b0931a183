#include <fmt/format.h>

#include "core/import/formats.h"
#include "core/import/numpy_scan_values.h"
#include "core/store/file_text.h"

namespace ptycho {

namespace {

/// The names of patterns, the usual one first. Source: github.com/hoidn/PtychoPINN, docs/data_contracts.md (diff3d, before
/// and since: diffraction); github.com/mcherukara/PtychoNN (reciprocal, real).
const std::vector<std::string>& patternNames() {
  static const std::vector<std::string> names{"diff3d", "diffraction", "reciprocal", "patterns"};
  return names;
}

bool isNeural(const ScanFile& file) {
  if (!file.numpy || file.container != Container::Zip) return false;
  const std::string patterns = firstOf(*file.numpy, patternNames());
  if (patterns.empty()) return false;
  if (patterns == "diff3d" || patterns == "reciprocal") return true;
  return !firstOf(*file.numpy, {"probeGuess", "objectGuess", "xcoords", "real"}).empty();
}

/// PtychoPINN knew [rows, cols, n] too: told by the number of coordinates.
bool isLastAxis(const NumpyArray& array, std::size_t positions) {
  const auto& shape = array.shape;
  return shape.size() == 3 && shape[2] == positions && shape[0] != positions && shape[0] == shape[1];
}

Result<void> readPositions(const NumpyFile& file, const ImportSpec& spec, RawScan& scan) {
  if (!spec.positions_path.empty()) {
    PTYCHO_TRY(scan.positions, numpyPositions(file, spec.positions_path, 0));
    return {};
  }
  if (!file.has("xcoords") || !file.has("ycoords")) {
    if (spec.positions_file.empty()) scan.notes.push_back("The file has no xcoords and ycoords; give a file of positions.");
    return {};
  }
  PTYCHO_TRY(scan.positions, numpyPositions(file, "xcoords", "ycoords"));
  scan.conventions.push_back({"position_axes", "xy", Certainty::Format, "xcoords and ycoords are told by their names."});
  scan.conventions.push_back({"position_unit", "px", Certainty::Format, "xcoords and ycoords are in pixels of the object."});
  return {};
}

Result<RawScan> openNeural(const ScanFile& file, const ImportSpec& spec) {
  if (!file.numpy) return badInput("is no NPZ file.", file.path.string());
  const NumpyFile& numpy = *file.numpy;
  const std::string patterns = spec.patterns_path.empty() ? firstOf(numpy, patternNames()) : spec.patterns_path;
  if (patterns.empty()) {
    return badInput(fmt::format("has no array diff3d, diffraction, reciprocal or patterns; it holds {}.", numpy.holdings()),
                    file.path.string());
  }
  RawScan scan;
  scan.title = "NPZ of neural networks (PtychoPINN, PtychoNN)";
  PTYCHO_CHECK(readPositions(numpy, spec, scan));
  PTYCHO_TRY(const NumpyArray array, numpy.array(patterns));
  const bool lastAxis = isLastAxis(array, scan.positions.size());
  PTYCHO_TRY(scan.patterns, numpyPatterns(file.numpy, patterns, lastAxis ? PatternAxes::Last : PatternAxes::First));
  if (lastAxis) {
    scan.notes.push_back(fmt::format("{} is {}: patterns were taken along the last axis, as there are {} positions.",
                                     printable(patterns), shapeText(array.shape), scan.positions.size()));
  }
  if (array.type.starts_with("uint") || array.type.starts_with("int")) {
    scan.conventions.push_back({"quantity", "intensity", Certainty::Assumed, patterns + " has whole numbers: counts."});
  } else {
    scan.notes.push_back(fmt::format("These programs keep amplitudes (PtychoPINN's older data) or intensities as {}; the "
                                     "file does not say which. Compare with quantity = amplitude.", printable(patterns)));
  }
  const std::string probe = spec.probe_path.empty() ? firstOf(numpy, {"probeGuess"}) : spec.probe_path;
  if (!probe.empty()) {
    PTYCHO_TRY(scan.probe, numpyProbe(numpy, probe));
  }
  if (numpy.has("objectGuess")) {
    PTYCHO_TRY(scan.object, numpyObject(numpy, "objectGuess"));
  }
  if (!spec.mask_path.empty()) {
    PTYCHO_TRY(scan.mask, numpyMask(numpy, spec.mask_path));
  }
  for (const NumpyArray& other : numpy.arrays()) {
    const bool used = other.name == patterns || other.name == probe || other.name == spec.mask_path ||
                      other.name == "objectGuess" || other.name == "xcoords" || other.name == "ycoords";
    if (!used) scan.ignored.push_back(printable(other.name));
  }
  if (numpy.has("real")) scan.notes.push_back("real (the wanted picture of each pattern) is not used.");
  return scan;
}

}  // namespace

ScanFormat neuralNpzFormat() {
  return {FormatChoice::NeuralNpz, "neural-npz", "NPZ of neural networks",
          "Data sets of PtychoPINN and PtychoNN: diff3d or reciprocal with xcoords and ycoords", isNeural, openNeural};
}

}  // namespace ptycho
