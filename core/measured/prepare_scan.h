#pragma once

#include <array>
#include <vector>

#include "core/base/run_context.h"
#include "core/measured/import_report.h"
#include "core/measured/raw_scan.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// All that is decided before any pattern is read.
struct ScanPlan {
  std::vector<Convention> conventions;      ///< resolved: asked before stated before format before assumed
  std::vector<std::uint64_t> patterns;      ///< indices of the patterns that are kept, in order
  Scan scan;                                ///< windows in object pixels, one for each kept pattern
  std::optional<Geometry> geometry;         ///< after crop and bin
  double object_pixel_m = 0;                ///< 0: unknown
  Propagation propagation = Propagation::FarField;
  int window_px = 0;                        ///< side after crop and bin

  [[nodiscard]] const std::string& convention(std::string_view key) const;  ///< the word; every key is there
};

/// Conventions, geometry, positions in pixels.
/// Object pixel: asked (object_pixel_nm), else from the file, else Δx = λz/(N·p) with N the cropped side and p the
/// stored pixel; positions in pixels need none. Cropping changes it, so the file's is taken of the stored frame first.
/// Errors name file, field, value and remedy: fewer positions than patterns, no unit and no pixel size, values that are
/// not finite, geometry that cannot be (a pixel below 1 pm or above 1 m, energy outside 1e-4 … 1e4 keV), positions
/// farther apart than 65,536 px, a crop larger than the frame, an empty sub-scan.
[[nodiscard]] Result<ScanPlan> planScan(const RawScan& raw, const ImportSpec& spec);

/// A quick look for people before anything is imported: at most 64 patterns, evenly spread over the scan, are read.
struct ScanPreview {
  RealImage mean;                          ///< mean of the patterns looked at, zero frequency in the middle [w, w]
  RealStack samples;                       ///< some of them (first, quarters, last) [≤ 5, w, w], zero in the middle
  std::vector<std::uint64_t> sample_indices;  ///< their numbers in the file
  MaskImage mask;                          ///< [w, w], zero frequency in the middle; empty: all valid
  ComplexImage probe;                      ///< main mode of the probe that a reconstruction would start from
  Scan scan;
  double object_pixel_m = 0;
  std::optional<Geometry> geometry;
  Propagation propagation = Propagation::FarField;
  std::uint64_t stored_count = 0, stored_rows = 0, stored_cols = 0;
  std::string stored_type;
  ImportReport report;
};
/// Reads at most `most` patterns; a file of any size answers in well under a second.
[[nodiscard]] Result<ScanPreview> previewScan(const RawScan& raw, const ImportSpec& spec, int most = 64);

/// The acquisition that a reconstruction takes, with import_json filled in; all kept patterns in memory, or, where they do
/// not fit, in Acquisition::source, which prepares them anew from the file each time they are read.
/// Stops early on request with an error (nothing useful can be had from half an import).
/// Errors: those of planScan(); values that are no intensities (bad_values = refuse).
/// @param memoryBytes  that patterns may take; 0: half of what is free. Never more than that or 8 GiB
struct PreparedScan {
  Acquisition acquisition;
  double object_pixel_m = 0;  ///< 0: unknown
  ImportReport report;
};
[[nodiscard]] Result<PreparedScan> prepareScan(const RawScan& raw, const ImportSpec& spec, RunContext& context,
                                               std::uint64_t memoryBytes = 0);

}  // namespace ptycho
