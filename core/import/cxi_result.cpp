#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/import/cxi_entry.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

/// Pixel of a picture in metres (rows, columns): x_pixel_size and y_pixel_size (PyNX), or image_size over its sides.
Result<void> readObjectPixel(H5Reader& reader, const std::string& group, RawScan& scan) {
  PTYCHO_TRY(const auto x, numberOf(reader, group + "/x_pixel_size"));
  PTYCHO_TRY(const auto y, numberOf(reader, group + "/y_pixel_size"));
  if (x && y && *x > 0 && *y > 0) {
    scan.object_pixel_m = {*y, *x};
    return {};
  }
  PTYCHO_TRY(const auto size, numbersOf(reader, group + "/image_size", 3));
  if (size.size() >= 2 && size[0] > 0 && size[1] > 0) {
    scan.object_pixel_m = {size[1] / static_cast<double>(scan.object.rows()),
                           size[0] / static_cast<double>(scan.object.cols())};
  }
  return {};
}

/// ptychodus keeps beside CXI which position lies at the object's middle.
Result<void> readPtychodusCentre(H5Reader& reader, const std::string& entry, RawScan& scan) {
  PTYCHO_TRY(const auto y, numberOf(reader, entry + "/ptychodus/object_center_y_m"));
  PTYCHO_TRY(const auto x, numberOf(reader, entry + "/ptychodus/object_center_x_m"));
  if (!y || !x || scan.object_centre_m) return {};
  scan.object_centre_m = {*y, *x};
  scan.middle_between_pixels = true;
  return {};
}

/// corner_positions is the middle of the pixel [0, 0] (x, y); rows run along −y and columns along x there.
Result<void> readObjectCentre(H5Reader& reader, const std::string& group, RawScan& scan) {
  PTYCHO_TRY(const auto corner, numbersOf(reader, group + "/corner_positions", 3));
  if (corner.size() < 2 || !scan.object_pixel_m) return {};
  const auto half = [](std::size_t side) { return static_cast<double>(side / 2); };
  scan.object_centre_m = {corner[1] - half(scan.object.rows()) * (*scan.object_pixel_m)[0],
                          corner[0] + half(scan.object.cols()) * (*scan.object_pixel_m)[1]};
  return {};
}

/// [4, n]: x, y and how far each has been moved.
Result<void> readResultPositions(H5Reader& reader, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.shape.size() != 2 || dataset.shape[0] != 4 || dataset.shape[1] == 0) {
    return badInput(fmt::format("has {} where positions [4, n] of PyNX (x, y, dx, dy) are needed.",
                                dataset.describe()), dataset.where);
  }
  PTYCHO_TRY(const std::vector<double> values, numbersOf(reader, path, 4 * fileLimits().stack_length));
  const std::size_t n = values.size() / 4;
  for (std::size_t k = 0; k < n; ++k) scan.positions.push_back({values[k], values[n + k]});
  scan.notes.push_back("The positions are those that PyNX refined.");
  return {};
}

struct Places {
  std::string probe;
  std::string object;
};

Result<Places> placesOf(H5Reader& reader, const std::string& entry) {
  const auto result = [&](const std::string& group) {
    return usableOf(reader, {entry + group + "/Object-layer00", entry + group + "/data"});
  };
  Places places;
  if (reader.has(entry + "/image_2")) {  // ptychodus
    PTYCHO_TRY(places.object, usableOf(reader, {entry + "/image_2/data"}));
    PTYCHO_TRY(places.probe, usableOf(reader, {entry + "/image_1/data"}));
    return places;
  }
  if (reader.has(entry + "/image_1")) {
    PTYCHO_TRY(places.object, usableOf(reader, {entry + "/image_1/data"}));
  } else {
    PTYCHO_TRY(places.object, result("/result_1"));
    PTYCHO_TRY(places.probe, usableOf(reader, {entry + "/result_2/data"}));
  }
  return places;
}

}  // namespace

Result<void> readCxiResult(H5Reader& reader, const std::string& entry, const ImportSpec& spec, RawScan& scan) {
  PTYCHO_TRY(Places places, placesOf(reader, entry));
  if (!places.object.empty()) {
    PTYCHO_TRY(scan.object, objectOf(reader, places.object));
    const std::string group = places.object.substr(0, places.object.rfind('/'));
    PTYCHO_CHECK(readObjectPixel(reader, group, scan));
    PTYCHO_CHECK(readObjectCentre(reader, group, scan));
    PTYCHO_CHECK(readPtychodusCentre(reader, entry, scan));
    if (reader.has(group + "/Object-layer01")) {
      scan.ignored.push_back(group + "/Object-layer01");
      scan.notes.push_back("The object has several layers or modes; the first is used.");
    }
  }
  const std::string source = entry + "/instrument_1/source_1";
  if (!spec.probe_path.empty()) {
    places.probe = spec.probe_path;
  } else if (places.probe.empty()) {
    PTYCHO_TRY(places.probe, usableOf(reader, {source + "/illumination", source + "/data_illumination",
                                               source + "/probe"}));
  }
  if (!places.probe.empty()) {
    PTYCHO_TRY(scan.probe, probeOf(reader, places.probe));
  }
  if (scan.positions.empty() && reader.has(entry + "/result_5/data")) {
    PTYCHO_CHECK(readResultPositions(reader, entry + "/result_5/data", scan));
  }
  return {};
}

}  // namespace ptycho
