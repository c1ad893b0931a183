#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/optics/geometry.h"
#include "core/optics/scan.h"
#include "core/reconstruct/reconstruction.h"

namespace ptycho {

/// What a result file holds beside the reconstruction, so that it can be shown and judged alone.
struct ResultRecord {
  Reconstruction reconstruction;
  std::string name;
  std::string spec_json;        ///< the reconstruction's specification
  std::string acquisition;      ///< file name of the acquisition (not a path that is ever opened by itself)
  ComplexImage truth;           ///< empty when unknown
  Scan scan;                    ///< positions and object size
  RealImage coverage;           ///< Σ|P|² [H, W]
  std::optional<Geometry> geometry;
};

/// Our HDF5, schema 1, ptychodesk_kind = "reconstruction". /object complex64 [H, W], /probe, /positions,
/// /coverage, /truth (when known), /history group with one float64 or string data set per column; scalars
/// (seconds, residual, …) are attributes of /object. /positions are the given ones; where they were refined,
/// /positions_refined [n, 2] are Reconstruction::positions. /probe_variation holds modes [K, w, w] and coefficients
/// [n, K] of a probe that varies from pattern to pattern; /scales [n] the incident intensities of the patterns where
/// they were looked for (mean 1); /halves the ring correlation of two halves of the scan. Atomic as writeAcquisition.
[[nodiscard]] Result<void> writeResult(const std::filesystem::path& file, const ResultRecord& record);
[[nodiscard]] Result<ResultRecord> readResult(const std::filesystem::path& file);
/// The same without pictures and positions (object, probe, coverage, truth, scan, variation and scales are empty): what
/// a list of results says about each.
[[nodiscard]] Result<ResultRecord> readResultFacts(const std::filesystem::path& file);

/// preview.h5 of a run folder: one complex picture with a name ("object") and a step. Small and quick.
struct PreviewRecord {
  std::string name;
  std::int64_t step = 0;
  ComplexImage picture;
};
[[nodiscard]] Result<void> writePreview(const std::filesystem::path& file, const PreviewRecord& preview);
[[nodiscard]] Result<PreviewRecord> readPreview(const std::filesystem::path& file);

}  // namespace ptycho
