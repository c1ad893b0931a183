#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/import/cxi_entry.h"
#include "core/import/h5_scan_values.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

/// Dark pictures are averaged; values that are not finite are left out of the mean.
Result<void> readDark(std::shared_ptr<H5Reader> reader, const std::string& path, RawScan& scan) {
  PTYCHO_TRY(const auto pictures, patternsOf(std::move(reader), path));
  const std::uint64_t pixels = pictures->rows() * pictures->cols();
  PTYCHO_CHECK(checkAllocation(pixels, 2 * sizeof(double) + 2 * sizeof(float), path));
  std::vector<float> picture(pixels);
  std::vector<double> sum(pixels);
  std::vector<double> taken(pixels);
  for (std::uint64_t k = 0; k < pictures->count(); ++k) {
    PTYCHO_CHECK(pictures->read(k, 1, picture.data()));
    for (std::size_t i = 0; i < pixels; ++i) {
      if (!std::isfinite(picture[i])) continue;
      sum[i] += picture[i];
      taken[i] += 1;
    }
  }
  scan.dark = RealImage(pictures->rows(), pictures->cols());
  for (std::size_t i = 0; i < pixels; ++i) {
    scan.dark[i] = taken[i] > 0 ? static_cast<float>(sum[i] / taken[i]) : 0.0f;
  }
  if (pictures->count() > 1) {
    scan.notes.push_back(fmt::format("The dark picture is the mean of {} ({}).", pictures->count(), path));
  }
  return {};
}

}  // namespace

Result<void> readCxiDetector(const std::shared_ptr<H5Reader>& reader, const std::string& entry,
                             const ImportSpec& spec, RawScan& scan) {
  const std::string detector = entry + "/instrument_1/detector_1";
  std::string mask = spec.mask_path;
  if (mask.empty()) {
    PTYCHO_TRY(mask, usableOf(*reader, {detector + "/mask", detector + "/mask_shared", detector + "/pixel_mask"}));
  }
  if (!mask.empty()) {
    PTYCHO_TRY(scan.mask, maskOf(*reader, mask));
    scan.conventions.push_back({"mask_good", "zero-or-4096", Certainty::Format,
                                "In CXI masks each bit is a defect; 0x1000 alone only marks a pixel with signal."});
  }
  PTYCHO_TRY(const std::string dark, usableOf(*reader, {detector + "/data_dark", detector + "/dark"}));
  if (!dark.empty()) PTYCHO_CHECK(readDark(reader, dark, scan));
  for (const char* unused : {"/qe_mask", "/data_white", "/counts_per_joule"}) {
    if (reader->has(detector + unused)) scan.ignored.push_back(detector + unused);
  }
  if (reader->has(detector + "/qe_mask")) {
    scan.notes.push_back("The file's flat field (qe_mask) is not applied.");
  }
  return {};
}

}  // namespace ptycho
