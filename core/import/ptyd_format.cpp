#include <algorithm>

#include <fmt/format.h>

#include "core/import/cxi_entry.h"
#include "core/import/formats.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/import/ptyd_chunks.h"

namespace ptycho {

namespace {

/// Storages of a .ptyr below content/probe and content/obj: "/content/probe/SscanMF_G00".
std::string storageOf(const H5Reader& reader, const std::string& group) {
  for (const DatasetInfo& dataset : reader.list()) {
    const std::string end = "/data";
    if (dataset.path.starts_with(group) && dataset.path.ends_with(end)) {
      return dataset.path.substr(0, dataset.path.size() - end.size());
    }
  }
  return {};
}

bool isPtypy(const ScanFile& file) {
  if (!file.hdf5) return false;
  const H5Reader& reader = *file.hdf5;
  if (reader.has("/meta") && reader.has("/chunks")) return true;
  return reader.has("/content") && (reader.has("/content/probe") || reader.has("/content/obj"));
}

/// One number or (rows, columns).
Result<std::optional<std::array<double, 2>>> pairOf(H5Reader& reader, const std::string& path) {
  if (!reader.has(path)) return std::nullopt;
  const auto dataset = reader.dataset(path);
  if (!dataset || dataset->kind != H5Class::Real) return std::nullopt;  // ptypy writes None as text
  PTYCHO_TRY(const auto values, numbersOf(reader, path, 2));
  if (values.empty()) return std::nullopt;
  return std::array<double, 2>{values.front(), values.back()};
}

/// A number of the meta data, or nothing where ptypy wrote None.
Result<std::optional<double>> metaOf(H5Reader& reader, const std::string& name) {
  PTYCHO_TRY(const auto pair, pairOf(reader, "/meta/" + name));
  if (!pair) return std::nullopt;
  return (*pair)[0];
}

Result<void> readMeta(H5Reader& reader, RawScan& scan) {
  PTYCHO_TRY(scan.energy, metaOf(reader, "energy"));
  if (scan.energy) {
    scan.conventions.push_back({"energy_unit", "keV", Certainty::Format, "ptypy has energies in keV."});
  }
  PTYCHO_TRY(scan.distance_m, metaOf(reader, "distance"));
  PTYCHO_TRY(scan.detector_pixel_m, pairOf(reader, "/meta/psize"));
  const std::string propagation = textOf(reader, "/meta/propagation");
  if (propagation == "farfield" || propagation == "nearfield") {
    scan.conventions.push_back({"propagation", propagation == "farfield" ? "far-field" : "near-field",
                                Certainty::Stated, "The file says: propagation = " + propagation + "."});
  }
  scan.name = textOf(reader, "/meta/label");
  PTYCHO_TRY(const auto centre, pairOf(reader, "/meta/center"));
  if (centre) {
    scan.notes.push_back(fmt::format("The file has the direct beam at row {:.6g}, column {:.6g}; crop about it with "
                                     "centre = given.", (*centre)[0], (*centre)[1]));
  }
  return {};
}

/// A pod's view starts at (position − origin) / pixel in (row, col) of the object: larger is further down and right.
void stateConventions(RawScan& scan) {
  const std::string reason = "ptypy counts positions as (y, x) along the rows and columns of the object.";
  scan.conventions.push_back({"position_axes", "yx", Certainty::Format, reason});
  scan.conventions.push_back({"position_sign_x", "plus", Certainty::Format, reason});
  scan.conventions.push_back({"position_sign_y", "plus", Certainty::Format, reason});
  scan.conventions.push_back({"position_unit", "m", Certainty::Format, "ptypy has all lengths in metres."});
}

Result<RawScan> openScanOf(const ScanFile& file, const ImportSpec& spec) {
  RawScan scan;
  scan.title = "ptypy";
  PTYCHO_TRY(PtydChunks chunks, ptydChunks(file.hdf5));
  if (chunks.chunks > 1) scan.notes.push_back(fmt::format("{} chunks were joined.", chunks.chunks));
  if (chunks.reordered) scan.notes.push_back("The patterns were put in the order of their indices.");
  scan.patterns = std::move(chunks.patterns);
  scan.positions = std::move(chunks.positions);
  scan.mask = std::move(chunks.mask);
  H5Reader& reader = *file.hdf5;
  const std::uint64_t count = scan.patterns->count();
  const std::string positions = spec.positions_path.empty() && scan.positions.empty()
      ? firstOf(reader, {"/info/positions_scan", "/info/positions_theory", "/common/positions_scan"})
      : spec.positions_path;
  if (!positions.empty()) {
    PTYCHO_TRY(PositionColumns columns, positionsOf(reader, positions, count));
    if (columns.values.size() != count) {
      return badInput(fmt::format("holds {} positions for {} patterns.", columns.values.size(), count),
                      reader.where(positions));
    }
    scan.positions = std::move(columns.values);
  }
  if (!spec.mask_path.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(reader, spec.mask_path));
  }
  if (!scan.mask.empty()) {
    scan.conventions.push_back({"mask_good", "non-zero", Certainty::Format,
                                "Weights of ptypy are 0 where a pixel is bad; here in any of the patterns."});
  }
  scan.conventions.push_back({"quantity", "intensity", Certainty::Format, "ptypy prepares counts."});
  scan.conventions.push_back({"orientation", "as-stored", Certainty::Format, "ptypy turns patterns before it stores."});
  stateConventions(scan);
  PTYCHO_CHECK(readMeta(reader, scan));
  if (!spec.probe_path.empty()) {
    PTYCHO_TRY(scan.probe, probeOf(reader, spec.probe_path));
  }
  return scan;
}

Result<RawScan> openResult(const ScanFile& file, const ImportSpec& spec) {
  H5Reader& reader = *file.hdf5;
  RawScan scan;
  scan.title = "ptypy result";
  const std::string probe = storageOf(reader, "/content/probe/");
  const std::string object = storageOf(reader, "/content/obj/");
  if (probe.empty() && object.empty()) {
    return badInput(fmt::format("has neither a probe nor an object of ptypy; it holds {}.", reader.holdings()),
                    reader.where("/content"));
  }
  if (!spec.probe_path.empty() || !probe.empty()) {
    PTYCHO_TRY(scan.probe, probeOf(reader, spec.probe_path.empty() ? probe + "/data" : spec.probe_path));
  }
  if (!object.empty()) {
    PTYCHO_TRY(scan.object, objectOf(reader, object + "/data"));
    PTYCHO_TRY(scan.object_pixel_m, pairOf(reader, object + "/_psize"));
    PTYCHO_TRY(const auto origin, pairOf(reader, object + "/_origin"));
    if (origin && scan.object_pixel_m) {  // _origin is the coordinate of pixel [0, 0]
      const auto middle = [&](std::size_t axis, std::size_t side) {
        return (*origin)[axis] + static_cast<double>(side / 2) * (*scan.object_pixel_m)[axis];
      };
      scan.object_centre_m = {middle(0, scan.object.rows()), middle(1, scan.object.cols())};
    }
  } else {
    PTYCHO_TRY(scan.object_pixel_m, pairOf(reader, probe + "/_psize"));
  }
  stateConventions(scan);
  scan.notes.push_back("This is a result of ptypy: its patterns are in the .ptyd of its scan.");
  return scan;
}

Result<RawScan> openPtypy(const ScanFile& file, const ImportSpec& spec) {
  if (!file.hdf5) return badInput("is no HDF5 file, which ptypy's files are.", file.path.string());
  return file.hdf5->has("/chunks") ? openScanOf(file, spec) : openResult(file, spec);
}

}  // namespace

ScanFormat ptydFormat() {
  return {FormatChoice::Ptyd, "ptyd", "ptypy", "Prepared scans (.ptyd) and results (.ptyr) of ptypy", isPtypy,
          openPtypy};
}

}  // namespace ptycho
