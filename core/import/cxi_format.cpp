#include <algorithm>

#include <fmt/format.h>

#include "core/import/cxi_entry.h"
#include "core/import/formats.h"
#include "core/import/h5_scan_values.h"

namespace ptycho {

namespace {

bool isCxi(const ScanFile& file) { return file.hdf5 && !cxiEntries(*file.hdf5).empty(); }

/// The directions of x and y. The format has the motion of the sample, seen along the beam with x to the left and y
/// up, while the detector's rows run down and its columns to the right (basis_vectors −y, −x): a sample that moves up
/// and left is seen by a beam that moves down and right. cdtools does so (get_ptycho_translations negates, and the
/// default basis negates again), ptychodus takes x and y as they are, which is the same. PyNX has y upwards in its
/// pictures, which it flips when it writes them.
void stateDirections(const std::string& writer, bool result, RawScan& scan) {
  const bool pynx = writer.starts_with("PyNX") && result;
  const std::string reason = pynx
      ? "PyNX's positions have y upwards in the pictures that it stores (row_coords fall from row to row)."
      : "CXI translations are motions of the sample, against a detector read out from the top left.";
  const Certainty certainty = pynx ? Certainty::Format : Certainty::Assumed;
  scan.conventions.push_back({"position_axes", "xy", Certainty::Format, "CXI translations are x, y, z."});
  scan.conventions.push_back({"position_sign_x", "plus", certainty, reason});
  scan.conventions.push_back({"position_sign_y", pynx ? "minus" : "plus", certainty, reason});
}

Result<void> stateUnit(H5Reader& reader, const std::string& path, RawScan& scan) {
  const auto units = reader.textAttribute(path, "units");
  const std::string unit = units && *units ? printable(**units) : std::string();
  const auto stated = [&](const char* value) {
    scan.conventions.push_back({"position_unit", value, Certainty::Stated, "The file says: units = " + unit + "."});
  };
  if (unit.empty()) {
    scan.conventions.push_back({"position_unit", "m", Certainty::Format, "All lengths of CXI are metres."});
  } else if (unit == "m" || unit == "metre" || unit == "meter" || unit == "meters") {
    stated("m");
  } else if (unit == "mm" || unit == "nm" || unit == "um") {
    stated(unit.c_str());
  } else if (unit == "µm" || unit == "micron" || unit == "microns") {
    stated("um");
  } else if (unit == "angstrom" || unit == "Angstrom" || unit == "A") {
    stated("angstrom");
  } else if (unit == "px" || unit == "pixel" || unit == "pixels") {
    stated("px");
  } else {
    return badInput(fmt::format("is in \"{}\", which is no unit of length known here.", unit), reader.where(path));
  }
  return {};
}

Result<void> readPositions(H5Reader& reader, const std::string& entry, const ImportSpec& spec, RawScan& scan) {
  std::string path = spec.positions_path;
  if (path.empty()) {
    PTYCHO_TRY(path, usableOf(reader, {entry + "/data_1/translation", entry + "/sample_1/geometry_1/translation",
                                       entry + "/instrument_1/detector_1/translation"}));
  }
  if (path.empty()) return {};
  const std::uint64_t count = scan.patterns ? scan.patterns->count() : 0;
  PTYCHO_TRY(PositionColumns columns, positionsOf(reader, path, count));
  if (columns.values.size() != count && spec.positions_file.empty() && count > 0) {
    return badInput(fmt::format("holds {} positions for {} patterns; name the positions' data set, or give them in a "
                                "file.", columns.values.size(), count), reader.where(path));
  }
  scan.positions = std::move(columns.values);
  if (columns.transposed) scan.notes.push_back(path + " is stored as [3, n] and was turned.");
  return stateUnit(reader, path, scan);
}

/// Four dimensions are the lines of a raster in NXcxi_ptycho, and modules of a detector in CXI, which nobody joins here.
Result<void> readPatterns(const ScanFile& file, const std::string& entry, const ImportSpec& spec, bool nexus,
                          RawScan& scan) {
  std::string path = spec.patterns_path;
  if (path.empty()) {
    PTYCHO_TRY(path, usableOf(*file.hdf5, {entry + "/data_1/data", entry + "/instrument_1/detector_1/data"}));
  }
  if (path.empty()) return badInput("has no data_1/data and no detector_1/data.", file.hdf5->where(entry));
  PTYCHO_TRY(scan.patterns, patternsOf(file.hdf5, path, nexus ? FourAxes::Raster : FourAxes::Refused));
  scan.conventions.push_back({"quantity", "intensity", Certainty::Format, "A CXI detector has counts."});
  return {};
}

Result<CxiEntry> entryOf(const ScanFile& file, const ImportSpec& spec, RawScan& scan) {
  const std::vector<CxiEntry> entries = cxiEntries(*file.hdf5);
  if (entries.empty()) {
    if (!spec.patterns_path.empty()) return CxiEntry{"/entry_1", true, false};
    return badInput(fmt::format("has no entry_1 with data of CXI; it holds {}.", file.hdf5->holdings()),
                    file.path.string());
  }
  if (entries.size() > 1) {
    scan.notes.push_back(fmt::format("Of {} entries {} is used.", entries.size(), entries.front().path.substr(1)));
    for (std::size_t k = 1; k < entries.size(); ++k) scan.ignored.push_back(entries[k].path);
  }
  return entries.front();
}

}  // namespace

Result<RawScan> openCxi(const ScanFile& file, const ImportSpec& spec, bool nexus) {
  if (!file.hdf5) return badInput("is no HDF5 file, which CXI is.", file.path.string());
  H5Reader& reader = *file.hdf5;
  RawScan scan;
  PTYCHO_TRY(const CxiEntry entry, entryOf(file, spec, scan));
  const std::string writer = cxiWriter(reader, entry.path);
  scan.title = nexus ? "NXcxi_ptycho" : "CXI";
  if (!writer.empty()) scan.title += ", as " + writer + " writes it";
  scan.name = textOf(reader, entry.path + "/title");
  if (scan.name.empty()) scan.name = textOf(reader, entry.path + "/sample_1/name");
  if (entry.patterns || !spec.patterns_path.empty()) {
    PTYCHO_CHECK(readPatterns(file, entry.path, spec, nexus, scan));
  }
  PTYCHO_CHECK(readPositions(reader, entry.path, spec, scan));
  PTYCHO_CHECK(readCxiGeometry(reader, entry.path, nexus, scan));
  PTYCHO_CHECK(readCxiDetector(file.hdf5, entry.path, spec, scan));
  const bool measured = !scan.positions.empty();
  PTYCHO_CHECK(readCxiResult(reader, entry.path, spec, scan));
  if (!measured && !scan.positions.empty()) {
    scan.conventions.push_back({"position_unit", "m", Certainty::Format, "PyNX has all lengths in metres."});
  }
  if (!scan.positions.empty()) stateDirections(writer, !measured, scan);
  return scan;
}

ScanFormat cxiFormat() {
  return {FormatChoice::Cxi, "cxi", "CXI", "Scans and results of ptychodus, PyNX, ptypy and cdtools", isCxi,
          [](const ScanFile& file, const ImportSpec& spec) { return openCxi(file, spec, false); }};
}

}  // namespace ptycho
