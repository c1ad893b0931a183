#include <algorithm>

#include <fmt/format.h>

#include "core/import/fold_slice.h"
#include "core/import/formats.h"
#include "core/import/h5_patterns.h"
#include "core/import/h5_scan_values.h"
#include "core/import/matlab_values.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPositionPixels = "/outputs/probe_positions";

bool isFoldSlice(const ScanFile& file) {
  if (!file.hdf5) return matlabFile(file.path) == MatlabFile::Older;
  const H5Reader& reader = *file.hdf5;
  return isPtychoShelves(reader) || reader.has("/dp") || (reader.has("/ppX") && reader.has("/ppY")) ||
         reader.has(kPositionPixels) || matlabFile(file.path) == MatlabFile::Hdf5;
}

/// "data_roi0_Ndp128_dp.hdf5" and "data_roi0_Ndp128_para.hdf5" are a pair. Null where there is no such file.
Result<std::shared_ptr<H5Reader>> partner(const fs::path& file, const std::string& own, const std::string& other) {
  std::string name = file.filename().string();
  const std::size_t at = name.rfind(own);
  if (at == std::string::npos) return nullptr;
  name.replace(at, own.size(), other);
  std::error_code status;
  if (!fs::is_regular_file(file.parent_path() / name, status)) return nullptr;
  PTYCHO_TRY(const ScanFile opened, ScanFile::open(file.parent_path() / name));
  return opened.hdf5;
}

/// ppX and ppY of the file itself or of its partner: the window lies at +ppX / dx columns and +ppY / dx rows.
Result<void> readPositions(H5Reader& reader, RawScan& scan) {
  PTYCHO_TRY(const auto x, matlabNumbers(reader, "/ppX"));
  PTYCHO_TRY(const auto y, matlabNumbers(reader, "/ppY"));
  if (x.size() != y.size()) {
    return badInput(fmt::format("holds {} values of ppX and {} of ppY; there must be as many.", x.size(), y.size()),
                    reader.file().string());
  }
  if (x.empty()) return {};
  for (std::size_t k = 0; k < x.size(); ++k) scan.positions.push_back({x[k], y[k]});
  PTYCHO_TRY(const std::string unit, readFoldSliceGeometry(reader, "/", scan));
  const std::string reason = "fold_slice puts the window at (ppY, ppX) / pixel as (row, column).";
  scan.conventions.push_back({"position_axes", "xy", Certainty::Format, "Positions are x and y by name (ppX, ppY)."});
  scan.conventions.push_back({"position_sign_x", "plus", Certainty::Format, reason});
  scan.conventions.push_back({"position_sign_y", "plus", Certainty::Format, reason});
  if (!unit.empty()) {
    scan.conventions.push_back({"position_unit", unit, unit == "m" ? Certainty::Format : Certainty::Assumed,
                                "fold_slice has lengths in metres, for electrons in Å."});
  }
  return {};
}

Result<void> readPatterns(const std::shared_ptr<H5Reader>& reader, const std::string& path, bool matlab,
                          RawScan& scan) {
  PTYCHO_CHECK(checkMatlabClass(*reader, path));
  PTYCHO_TRY(const H5Dataset dataset, reader->dataset(path));
  if (dataset.shape.size() == 4) {
    return badInput(fmt::format("has 4 dimensions {}; join the two of the scan in MATLAB: dp = reshape(dp, size(dp, 1),"
                                " size(dp, 2), []).", shapeText(dataset.shape)), dataset.where);
  }
  PTYCHO_TRY(scan.patterns, patternsOf(reader, path));
  scan.conventions.push_back({"quantity", "intensity", Certainty::Format, "fold_slice takes the root of patterns."});
  scan.conventions.push_back({"zero_frequency", "centre", Certainty::Format, "fold_slice shifts its patterns itself."});
  if (matlab) {
    scan.conventions.push_back({"orientation", "transpose", Certainty::Format,
                                "MATLAB stores arrays column by column, so that HDF5 has every pattern transposed."});
  } else {
    scan.conventions.push_back({"orientation", "transpose", Certainty::Assumed,
                                "fold_slice reads the file in MATLAB, where each pattern appears transposed; take "
                                "as-stored if a Python program wrote it."});
  }
  return {};
}

/// probe [(varying,) modes, x, y] and object [(layers,) x, y] of save('object', 'probe', 'p', 'outputs').
Result<void> readPictures(H5Reader& reader, const ImportSpec& spec, RawScan& scan) {
  const std::string probe = spec.probe_path.empty() ? firstOf(reader, {"/probe", "/probe_initial"}) : spec.probe_path;
  if (!spec.probe_path.empty() || hasMatlabArray(reader, probe)) {
    PTYCHO_CHECK(checkMatlabClass(reader, probe));
    PTYCHO_TRY(const ComplexStack stored, probeOf(reader, probe));
    PTYCHO_TRY(const H5Dataset dataset, reader.dataset(probe));
    scan.probe = transposed(stored);
    if (dataset.shape.size() == 4 && dataset.shape[0] > 1) {
      ComplexStack first(dataset.shape[1], scan.probe.rows(), scan.probe.cols());
      std::copy_n(scan.probe.data(), first.size(), first.data());
      scan.probe = std::move(first);
      scan.notes.push_back(fmt::format("The probe varies in {} modes (OPR); only the first, the mean probe, is used.",
                                       dataset.shape[0]));
    }
  }
  if (!hasMatlabArray(reader, "/object")) return {};
  PTYCHO_CHECK(checkMatlabClass(reader, "/object"));
  PTYCHO_TRY(const ComplexImage stored, objectOf(reader, "/object"));
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset("/object"));
  if (dataset.elements() > stored.size()) {
    scan.notes.push_back(fmt::format("The object {} has several layers; the first is used.", shapeText(dataset.shape)));
  }
  scan.object = transposed(ComplexStack(stored)).copy(0);
  scan.notes.push_back("Probe and object are transposed, as MATLAB stores them.");
  return {};
}

/// outputs.probe_positions: (x, y) in pixels from the middle of the object.
Result<void> readResultPositions(H5Reader& reader, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(PositionColumns columns, positionsOf(reader, path, scan.patterns ? scan.patterns->count() : 0));
  scan.positions = std::move(columns.values);
  const std::string reason = "outputs.probe_positions are (x, y) in pixels from the object's middle.";
  for (const auto& [key, value] : {std::pair("position_axes", "xy"), std::pair("position_sign_x", "plus"),
                                   std::pair("position_sign_y", "plus"), std::pair("position_unit", "px")}) {
    scan.conventions.push_back({key, value, Certainty::Format, reason});
  }
  scan.object_centre_m = {0, 0};
  return {};
}

Result<void> readWhereabouts(const ScanFile& file, const ImportSpec& spec, RawScan& scan) {
  H5Reader& reader = *file.hdf5;
  if (!spec.positions_path.empty()) return readResultPositions(reader, spec.positions_path, scan);
  if (reader.has("/ppX")) return readPositions(reader, scan);
  if (reader.has(kPositionPixels)) return readResultPositions(reader, kPositionPixels, scan);
  PTYCHO_TRY(const auto beside, partner(file.path, "_dp.", "_para."));
  if (!beside) return {};
  scan.notes.push_back("Positions are those of " + beside->file().filename().string() + " beside the patterns.");
  return readPositions(*beside, scan);
}

Result<RawScan> openFoldSlice(const ScanFile& file, const ImportSpec& spec) {
  const MatlabFile kind = matlabFile(file.path);
  if (kind == MatlabFile::Older || !file.hdf5) {
    return fail(ErrorCode::Unsupported,
                kind == MatlabFile::Older
                    ? "is a MATLAB file of an older kind; load it in MATLAB and save it again with save(…, '-v7.3')."
                    : "is neither HDF5 nor a MATLAB 7.3 file.", file.path.string());
  }
  H5Reader& reader = *file.hdf5;
  if (isPtychoShelves(reader)) return openPtychoShelves(file, spec);
  RawScan scan;
  std::string patterns = spec.patterns_path.empty() ? firstOf(reader, {"/dp", "/cbed"}) : spec.patterns_path;
  if (!patterns.empty()) {
    PTYCHO_CHECK(readPatterns(file.hdf5, patterns, kind == MatlabFile::Hdf5, scan));
  } else if (reader.has("/ppX")) {
    PTYCHO_TRY(const auto beside, partner(file.path, "_para.", "_dp."));
    if (beside) {
      scan.notes.push_back("Patterns are those of " + beside->file().filename().string() + " beside the positions.");
      PTYCHO_CHECK(readPatterns(beside, "/dp", matlabFile(beside->file()) == MatlabFile::Hdf5, scan));
    }
  }
  if (reader.has("/p")) {
    PTYCHO_TRY(const std::string unit, readFoldSliceGeometry(reader, "/p/", scan));
  }
  PTYCHO_CHECK(readWhereabouts(file, spec, scan));
  PTYCHO_CHECK(readPictures(reader, spec, scan));
  if (!scan.patterns && scan.positions.empty() && scan.object.empty() && scan.probe.empty()) {
    return badInput(fmt::format("holds none of dp, ppX, probe, object and outputs that fold_slice writes; it holds {}. "
                                "Name the data sets.", reader.holdings()), file.path.string());
  }
  if (!spec.mask_path.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(reader, spec.mask_path));
  }
  scan.title = fmt::format("fold_slice{} ({})", scan.patterns ? "" : " result",
                           kind == MatlabFile::Hdf5 ? "MATLAB 7.3" : "HDF5");
  return scan;
}

}  // namespace

ScanFormat foldSliceFormat() {
  return {FormatChoice::FoldSlice, "fold-slice", "fold_slice",
          "Patterns, positions and results of fold_slice and PtychoShelves, HDF5 or MATLAB 7.3", isFoldSlice,
          openFoldSlice};
}

}  // namespace ptycho
