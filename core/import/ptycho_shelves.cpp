#include <fmt/format.h>

#include "core/import/fold_slice.h"
#include "core/import/h5_scan_values.h"

namespace ptycho {

namespace {

constexpr const char* kResult = "/reconstruction/p";
constexpr const char* kPrepared = "/measurement/n0/data";

void statePixels(RawScan& scan, const std::string& reason) {
  scan.conventions.push_back({"position_axes", "yx", Certainty::Format, reason});
  scan.conventions.push_back({"position_sign_x", "plus", Certainty::Format, reason});
  scan.conventions.push_back({"position_sign_y", "plus", Certainty::Format, reason});
  scan.conventions.push_back({"position_unit", "px", Certainty::Format, reason});
}

Result<RawScan> openResult(const ScanFile& file, const ImportSpec& spec) {
  H5Reader& reader = *file.hdf5;
  const std::string prefix = std::string(kResult) + "/";
  RawScan scan;
  scan.title = "PtychoShelves result (HDF5)";
  PTYCHO_TRY(const std::string unit, readFoldSliceGeometry(reader, prefix, scan));
  const std::string positions = spec.positions_path.empty() ? prefix + "positions" : spec.positions_path;
  if (reader.has(positions)) {
    PTYCHO_TRY(PositionColumns columns, positionsOf(reader, positions, 0));
    scan.positions = std::move(columns.values);
    statePixels(scan, "p.positions are the (row, column) of each window's corner in the object.");
  }
  const std::string probe = spec.probe_path.empty() ? prefix + "probes/probe_0" : spec.probe_path;
  if (reader.has(probe)) {
    PTYCHO_TRY(scan.probe, probeOf(reader, probe));
  }
  const std::string object = prefix + "objects/object_0";
  if (reader.has(object)) {
    PTYCHO_TRY(scan.object, objectOf(reader, object));
  }
  for (const char* more : {"probes/probe_1", "objects/object_1"}) {
    if (reader.has(prefix + more)) scan.ignored.push_back(prefix + more);
  }
  scan.notes.push_back("The patterns lie in the prepared data file, which is not followed; open that one to "
                       "reconstruct again.");
  return scan;
}

Result<RawScan> openPrepared(const ScanFile& file, const ImportSpec& spec) {
  H5Reader& reader = *file.hdf5;
  RawScan scan;
  scan.title = "PtychoShelves prepared data";
  const std::string patterns = spec.patterns_path.empty() ? kPrepared : spec.patterns_path;
  PTYCHO_TRY(scan.patterns, patternsOf(file.hdf5, patterns));
  const std::string positions = spec.positions_path.empty() ? "/measurement/n0/positions" : spec.positions_path;
  if (reader.has(positions)) {
    PTYCHO_TRY(PositionColumns columns, positionsOf(reader, positions, scan.patterns->count()));
    scan.positions = std::move(columns.values);
    statePixels(scan, "Prepared data have the (row, column) of each window's corner in the object.");
  }
  scan.conventions.push_back({"quantity", "intensity", Certainty::Format, "Prepared data hold squared moduli."});
  scan.conventions.push_back({"zero_frequency", "corner", Certainty::Format, "Prepared data are shifted by fftshift."});
  scan.conventions.push_back({"orientation", "as-stored", Certainty::Format,
                              "Prepared data are written with rows before columns."});
  if (reader.has("/measurement/n1")) {
    scan.ignored.emplace_back("/measurement/n1");
    scan.notes.push_back("The file holds several scans; the first is used. Name the others' patterns and positions to "
                         "have them.");
  }
  if (reader.has("/detector/n0/bad_pixels")) {
    scan.ignored.emplace_back("/detector/n0/bad_pixels");
    scan.notes.push_back("The list of bad pixels is not used; they count as measured unless a mask is named.");
  }
  return scan;
}

}  // namespace

bool isPtychoShelves(const H5Reader& reader) { return reader.has(kResult) || reader.has(kPrepared); }

Result<RawScan> openPtychoShelves(const ScanFile& file, const ImportSpec& spec) {
  PTYCHO_TRY(RawScan scan, file.hdf5->has(kPrepared) ? openPrepared(file, spec) : openResult(file, spec));
  if (!spec.mask_path.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(*file.hdf5, spec.mask_path));
  }
  return scan;
}

}  // namespace ptycho
