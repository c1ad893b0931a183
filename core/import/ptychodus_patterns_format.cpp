#include <cmath>

#include <fmt/format.h>

#include "core/import/formats.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/import/numpy_scan_values.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

/// Patterns that ptychodus saves apart from its products: indexes [n], patterns [n, H, W], bad_pixels [H, W].
/// Source: github.com/AdvancedPhotonSource/ptychodus, plugins/npz_diffraction_file.py and the HDF5 files of its
/// workflows (DiffractionFileKeys), which have detector_pixel_height_m and detector_pixel_width_m at patterns.

bool isPatterns(const ScanFile& file) {
  if (file.hdf5) {
    const H5Reader& reader = *file.hdf5;
    return reader.kind().empty() && reader.has("/patterns") && (reader.has("/indexes") || reader.has("/bad_pixels"));
  }
  return file.numpy && file.numpy->has("patterns") && (file.numpy->has("indexes") || file.numpy->has("bad_pixels"));
}

Result<void> setIndexes(const std::vector<double>& values, const std::string& where, RawScan& scan) {
  if (values.empty()) return {};
  if (values.size() != scan.patterns->count()) {
    return badInput(fmt::format("has {} indexes for {} patterns; there must be one for each.", values.size(),
                                scan.patterns->count()), where);
  }
  constexpr double kExact = 9.0e15;
  for (const double value : values) {
    if (std::floor(value) != value || std::abs(value) > kExact) {
      return badInput(fmt::format("holds {}; indexes are whole numbers.", value), where);
    }
    scan.indexes.push_back(static_cast<std::int64_t>(value));
  }
  return {};
}

Result<void> readHdf5(const ScanFile& file, const ImportSpec& spec, RawScan& scan) {
  H5Reader& reader = *file.hdf5;
  const std::string patterns = spec.patterns_path.empty() ? "/patterns" : spec.patterns_path;
  scan.title = "ptychodus patterns (HDF5)";
  PTYCHO_TRY(scan.patterns, patternsOf(file.hdf5, patterns));
  PTYCHO_TRY(const auto indexes, numbersOf(reader, "/indexes", fileLimits().stack_length));
  PTYCHO_CHECK(setIndexes(indexes, reader.where("/indexes"), scan));
  const std::string mask = spec.mask_path.empty() ? firstOf(reader, {"/bad_pixels"}) : spec.mask_path;
  if (!mask.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(reader, mask));
  }
  PTYCHO_TRY(const auto height, reader.realAttribute(patterns, "detector_pixel_height_m"));
  PTYCHO_TRY(const auto width, reader.realAttribute(patterns, "detector_pixel_width_m"));
  // ptychodus writes 0 for what it does not know.
  if (height.value_or(0) != 0 && width.value_or(0) != 0) scan.detector_pixel_m = {*height, *width};
  return {};
}

Result<void> readNumpy(const ScanFile& file, const ImportSpec& spec, RawScan& scan) {
  const NumpyFile& numpy = *file.numpy;
  scan.title = "ptychodus patterns (NPZ)";
  PTYCHO_TRY(scan.patterns, numpyPatterns(file.numpy, spec.patterns_path.empty() ? "patterns" : spec.patterns_path));
  PTYCHO_TRY(const auto indexes, numpyNumbers(numpy, "indexes", fileLimits().stack_length));
  PTYCHO_CHECK(setIndexes(indexes, numpy.where("indexes"), scan));
  const std::string mask = spec.mask_path.empty() ? firstOf(numpy, {"bad_pixels"}) : spec.mask_path;
  if (!mask.empty()) {
    PTYCHO_TRY(scan.mask, numpyMask(numpy, mask));
  }
  return {};
}

Result<RawScan> openPatterns(const ScanFile& file, const ImportSpec& spec) {
  if (!file.hdf5 && !file.numpy) return badInput("is neither HDF5 nor NPZ.", file.path.string());
  RawScan scan;
  PTYCHO_CHECK(file.hdf5 ? readHdf5(file, spec, scan) : readNumpy(file, spec, scan));
  scan.conventions.push_back({"quantity", "intensity", Certainty::Format, "ptychodus keeps what the detector counted."});
  if (!scan.mask.empty()) {
    scan.conventions.push_back({"mask_good", "zero", Certainty::Format, "bad_pixels marks the bad ones."});
  }
  scan.notes.push_back("The file has patterns only: open the product and name this file for its patterns, or give a file of "
                       "positions.");
  return scan;
}

}  // namespace

ScanFormat ptychodusPatternsFormat() {
  return {FormatChoice::PtychodusPatterns, "ptychodus-patterns", "ptychodus patterns",
          "Patterns that ptychodus saves apart from a product: indexes, patterns, bad_pixels", isPatterns, openPatterns};
}

}  // namespace ptycho
