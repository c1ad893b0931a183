#include "app/cli/info_report.h"

#include <fmt/format.h>

#include "app/cli/info_network.h"
#include "core/base/version.h"
#include "core/evaluate/evaluation_summary.h"
#include "core/exchange/npz_file.h"
#include "core/import/scan_format.h"
#include "core/optics/overlap.h"
#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "core/store/evaluation_file.h"
#include "core/store/library_version.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "core/store/scan_preview_file.h"

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

Json embedded(const std::string& text) {
  auto json = parseJson(text, "spec");
  return json ? *json : Json();
}

constexpr std::uint64_t kInfoPatternBytes = 64u << 20;

Result<double> totalIntensity(const Acquisition& acquisition) {
  double energy = 0;
  for (const float value : acquisition.patterns) energy += value;
  if (!acquisition.source) return energy;
  RealImage pattern(acquisition.patternRows(), acquisition.patternCols());
  for (std::size_t j = 0; j < acquisition.source->count(); ++j) {
    PTYCHO_CHECK(acquisition.source->read(j, 1, pattern.data()));
    for (const float value : pattern) energy += value;
  }
  return energy;
}

Result<Json> describeAcquisition(const fs::path& path) {
  PTYCHO_TRY(const Acquisition acquisition, readAcquisition(path, PatternMemory{kInfoPatternBytes}));
  const OverlapReport overlap = describeOverlap(acquisition.scan, acquisition.probe);
  PTYCHO_TRY(const double energy, totalIntensity(acquisition));
  Json json{{"kind", "acquisition"},
              {"name", acquisition.name},
              {"patterns", acquisition.patternCount()},
              {"window_px", acquisition.patternRows()},
              {"object_rows", acquisition.scan.object_rows},
              {"object_cols", acquisition.scan.object_cols},
              {"probe_modes", acquisition.probe.count()},
              {"whole_pixel_positions", acquisition.scan.hasIntegerPositions()},
              {"truth", !acquisition.truth.empty()},
              {"object_to_start_from", !acquisition.estimate.empty()},
              {"masked", !acquisition.mask.empty()},
              {"propagation", acquisition.propagation == Propagation::NearField ? "near-field" : "far-field"},
              {"mean_intensity_per_pattern", energy / static_cast<double>(acquisition.patternCount())},
              {"median_step_px", jsonNumber(overlap.step_px)},
              {"overlap_linear_half_window", jsonNumber(overlap.linear_half_window)},
              {"overlap_normalised_median", overlap.normalised_median},
              {"areal_redundancy", overlap.areal_redundancy},
              {"spec", embedded(acquisition.spec_json)}};
  if (acquisition.geometry && acquisition.geometry->propagation == Propagation::NearField) {
    json["fresnel_number_per_pixel"] = fresnelNumberOf(*acquisition.geometry);
  }
  if (!acquisition.import_json.empty()) json["import"] = embedded(acquisition.import_json);
  return json;
}

Result<Json> describeResult(const fs::path& path) {
  PTYCHO_TRY(const ResultRecord record, readResult(path));
  const Reconstruction& result = record.reconstruction;
  return Json{{"kind", "reconstruction"},
              {"name", record.name},
              {"acquisition", record.acquisition},
              {"object_rows", result.object.rows()},
              {"object_cols", result.object.cols()},
              {"iterations", result.iterations},
              {"seconds", result.seconds},
              {"residual", jsonNumber(result.residual)},
              {"amplitude_nrmse", jsonNumber(result.amplitude_nrmse)},
              {"phase_nrmse", jsonNumber(result.phase_nrmse)},
              {"flat_amplitude_nrmse", jsonNumber(result.flat_amplitude_nrmse)},
              {"flat_phase_nrmse", jsonNumber(result.flat_phase_nrmse)},
              {"truth", !record.truth.empty()},
              {"spec", embedded(record.spec_json)}};
}

Result<Json> describeEvaluation(const fs::path& path) {
  PTYCHO_TRY(const StoredEvaluation stored, readEvaluation(path));
  const Evaluation& evaluation = stored.evaluation;
  return Json{{"kind", "evaluation"},
              {"name", stored.name},
              {"images", evaluation.images},
              {"records", evaluation.records.size()},
              {"kept", evaluation.kept.size()},
              {"complete", evaluation.completion == Completion::Done},
              {"methods", summaryJson(evaluation)},
              {"spec", embedded(stored.spec_json)}};
}

Result<Json> describeOther(const fs::path& path) {
  PTYCHO_TRY(const std::vector<DatasetInfo> datasets, listDatasets(path));
  Json list = Json::array();
  for (const auto& dataset : datasets) {
    list.push_back({{"path", dataset.path}, {"shape", dataset.shape}, {"type", dataset.type}, {"units", dataset.units}});
  }
  return list;
}

Result<Json> describeScanPreview(const fs::path& path) {
  PTYCHO_TRY(const ScanPreview preview, readScanPreview(path));
  return Json{{"kind", "scan preview"},
              {"stored_patterns", preview.stored_count},
              {"stored_rows", preview.stored_rows},
              {"stored_cols", preview.stored_cols},
              {"stored_type", preview.stored_type},
              {"patterns", preview.scan.positions.size()},
              {"window_px", preview.mean.rows()},
              {"object_rows", preview.scan.object_rows},
              {"object_cols", preview.scan.object_cols},
              {"import", importReportToJson(preview.report)}};
}

/// Files of ours that have no description of their own.
Result<Json> describeOurs(const fs::path& path) {
  if (auto preview = describeScanPreview(path)) return preview;
  PTYCHO_TRY(const Json datasets, describeOther(path));
  return Json{{"kind", "HDF5 file of this program"}, {"datasets", datasets}};
}

/// A scan in a format that `import` knows, else what an HDF5 file holds. Runs in the guarded process.
Result<Json> describeForeign(const fs::path& path, bool hdf5) {
  Json datasets;
  if (hdf5) {
    PTYCHO_TRY(datasets, describeOther(path));
  }
  const auto raw = openScan(path, {});
  if (!raw && !hdf5) return tl::unexpected(raw.error());
  if (!raw) {
    return Json{{"kind", "HDF5 file of another program"}, {"not_a_scan", raw.error().message}, {"datasets", datasets}};
  }
  Json conventions = Json::object();
  for (const Convention& convention : raw->conventions) conventions[convention.key] = convention.value;
  Json json{{"kind", "scan of another program"},
            {"format", raw->format},
            {"title", raw->title},
            {"name", raw->name},
            {"patterns", raw->patterns ? raw->patterns->count() : 0},
            {"rows", raw->patterns ? raw->patterns->rows() : 0},
            {"cols", raw->patterns ? raw->patterns->cols() : 0},
            {"type", raw->patterns ? raw->patterns->typeText() : std::string()},
            {"positions", raw->positions.size()},
            {"probe_modes", raw->probe.count()},
            {"masked", !raw->mask.empty()},
            {"conventions", conventions},
            {"notes", raw->notes},
            {"ignored", raw->ignored}};
  if (hdf5) json["datasets"] = datasets;
  return json;
}

Result<Json> describeRun(const fs::path& folder) {
  PTYCHO_TRY(const Json spec, readRunSpec(folder));
  PTYCHO_TRY(const RunStatus status, readRunStatus(folder));
  const EventBatch events = readEvents(folder, 0);
  const fs::path result = folder / run_file::kResult;
  Json json{{"kind", "run"},
            {"status", runStatusToJson(status)},
            {"events", events.events.size()},
            {"last_event", events.events.empty() ? Json() : events.events.back()},
            {"result", fs::exists(result)},
            {"spec", spec}};
  if (spec.value("verb", Json()) == Json("train") && fs::exists(result)) {
    PTYCHO_TRY(json["network"], describeNetworkFile(result.string()));
    json["network"].erase("spec");
    json["network"].erase("history");
  }
  return json;
}

}  // namespace

Result<Json> describePath(const fs::path& path) {
  std::error_code status;
  if (!fs::exists(path, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", path.string());
  if (fs::is_directory(path, status)) return describeRun(path);
  switch (recogniseFile(path)) {
    case FileKind::Acquisition: return describeAcquisition(path);
    case FileKind::Reconstruction: return describeResult(path);
    case FileKind::Preview: {
      PTYCHO_TRY(const PreviewRecord preview, readPreview(path));
      return Json{{"kind", "preview"}, {"name", preview.name}, {"step", preview.step},
                  {"rows", preview.picture.rows()}, {"cols", preview.picture.cols()}};
    }
    case FileKind::Network: return describeNetworkFile(path.string());
    case FileKind::Evaluation: return describeEvaluation(path);
    case FileKind::OtherOfOurs: return describeOurs(path);
    case FileKind::OtherHdf5: return describeForeign(path, true);
    case FileKind::NotHdf5: break;
  }
  return describeForeign(path, false);
}

Result<FileKind> readableKindOf(const fs::path& path) {
  std::error_code status;
  if (!fs::is_regular_file(path, status)) return fail(ErrorCode::NotFound, "is no file; check the name.", path.string());
  const FileKind kind = recogniseFile(path);
  if (kind == FileKind::Acquisition) {
    PTYCHO_CHECK(readAcquisition(path, PatternMemory{kInfoPatternBytes}));
  } else if (kind == FileKind::Reconstruction) {
    PTYCHO_CHECK(readResult(path));
  } else if (kind == FileKind::Evaluation) {
    PTYCHO_CHECK(readEvaluation(path));
  }
  return kind;
}

Json libraryVersions() {
  return {{"ptychodesk", programVersion()},
          {"hdf5", hdf5Version()},
          {"libzip", zipVersion()},
          {"known_issues", "HDF5 1.10 has unfixed parser CVEs (state of 2025-12); open files only from people you trust"},
          {"compiler", __VERSION__}};
}

}  // namespace ptycho::cli
