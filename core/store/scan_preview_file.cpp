#include "core/store/scan_preview_file.h"

#include <cmath>

#include <fmt/format.h>

#include "core/store/acquisition_check.h"
#include "core/store/acquisition_conventions.h"
#include "core/store/h5_arrays.h"
#include "core/store/h5_records.h"
#include "core/store/limits.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kMean = "/mean";
constexpr const char* kSamples = "/samples";
constexpr const char* kIndices = "/sample_indices";
constexpr const char* kMask = "/mask";
constexpr const char* kProbe = "/probe";
constexpr const char* kPositions = "/positions";
constexpr const char* kReport = "report";
constexpr const char* kPixel = "object_pixel_m";
constexpr const char* kStoredType = "stored_type";

/// A number of the stored file, which is only shown.
Result<std::uint64_t> storedNumber(const H5Reader& reader, const char* name) {
  PTYCHO_TRY(const auto number, reader.integerAttribute("/", name));
  if (number.value_or(0) < 0) return badInput(fmt::format("has a negative {}.", name), reader.where("/"));
  return static_cast<std::uint64_t>(number.value_or(0));
}

Result<void> readAttributes(const H5Reader& reader, ScanPreview& preview) {
  PTYCHO_TRY(const auto pixel, reader.realAttribute("/", kPixel));
  preview.object_pixel_m = pixel.value_or(0);
  if (!(preview.object_pixel_m >= 0 && preview.object_pixel_m <= 1)) {
    return badInput(fmt::format("has {} = {}; it must lie between 0 and 1 m.", kPixel, preview.object_pixel_m),
                    reader.where("/"));
  }
  PTYCHO_TRY(preview.stored_count, storedNumber(reader, "stored_count"));
  PTYCHO_TRY(preview.stored_rows, storedNumber(reader, "stored_rows"));
  PTYCHO_TRY(preview.stored_cols, storedNumber(reader, "stored_cols"));
  PTYCHO_TRY(preview.stored_type, readText(reader, "/", kStoredType));
  PTYCHO_TRY(const std::string text, readText(reader, "/", kReport));
  PTYCHO_TRY(const Json json, parseJson(text, reader.where("/") + " (" + kReport + ")"));
  auto report = importReportFromJson(json);
  if (!report) return passOn(report.error(), reader.where("/"));
  preview.report = std::move(*report);
  return {};
}

Result<void> readSamples(H5Reader& reader, ScanPreview& preview) {
  if (!reader.has(kSamples)) return {};
  PTYCHO_TRY(preview.samples, readStack<float>(reader, kSamples, patternLimits()));
  const RealStack& samples = preview.samples;
  PTYCHO_CHECK(checkValues({samples.data(), samples.size()}, {samples.count(), samples.rows(), samples.cols()},
                           Sign::Any, reader.where(kSamples)));
  PTYCHO_TRY(const std::vector<double> indices, readNumbers(reader, kIndices));
  for (const double index : indices) {
    if (!(index >= 0 && index <= static_cast<double>(fileLimits().stack_length))) {
      return badInput(fmt::format("holds {}; the number of a pattern is needed.", index), reader.where(kIndices));
    }
    preview.sample_indices.push_back(static_cast<std::uint64_t>(index));
  }
  if (indices.size() == samples.count()) return {};
  return badInput(fmt::format("holds {} numbers for {} patterns.", indices.size(), samples.count()),
                  reader.where(kIndices));
}

Result<void> checkSide(const auto& image, std::size_t side, const std::string& where) {
  if (image.empty() || (image.rows() == side && image.cols() == side)) return {};
  return badInput(fmt::format("is {} × {} px, but the mean pattern is {} × {} px.", image.rows(), image.cols(), side,
                              side), where);
}

}  // namespace

Result<void> writeScanPreview(const fs::path& file, const ScanPreview& preview) {
  if (preview.mean.empty()) return badInput("has no mean pattern to show.", file.string());
  const std::uint64_t payload = (preview.mean.size() + preview.samples.size()) * sizeof(float) + preview.mask.size() +
                                preview.probe.size() * sizeof(Complex) +
                                preview.scan.positions.size() * sizeof(Position);
  const std::vector<double> indices(preview.sample_indices.begin(), preview.sample_indices.end());
  // Not compressed: it is read once, a moment later.
  return writeH5File(file, payload, [&](H5Writer& writer) {
    writeHeader(writer, schema::kScanPreview, preview.report.file, {});
    writer.attribute("/", kReport, jsonText(importReportToJson(preview.report)));
    writer.attribute("/", kPixel, preview.object_pixel_m);
    writer.attribute("/", "stored_count", static_cast<std::int64_t>(preview.stored_count));
    writer.attribute("/", "stored_rows", static_cast<std::int64_t>(preview.stored_rows));
    writer.attribute("/", "stored_cols", static_cast<std::int64_t>(preview.stored_cols));
    writer.attribute("/", kStoredType, preview.stored_type);
    const bool near = preview.propagation == Propagation::NearField;
    writer.attribute("/", kPropagation, std::string(near ? kNearField : kFarField));
    writer.image(kMean, preview.mean, H5Storage::Plain);
    if (!preview.samples.empty()) {
      writer.stack(kSamples, preview.samples, H5Storage::Plain);
      writer.numbers(kIndices, indices);
    }
    if (!preview.mask.empty()) writer.image(kMask, preview.mask, H5Storage::Plain);
    if (!preview.probe.empty()) writer.image(kProbe, preview.probe, H5Storage::Plain);
    if (!preview.scan.positions.empty()) writeScan(writer, preview.scan);
    if (preview.geometry) writeGeometry(writer, *preview.geometry);
  }, H5Durability::Quick);
}

Result<ScanPreview> readScanPreview(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kScanPreview));
  ScanPreview preview;
  PTYCHO_CHECK(readAttributes(reader, preview));
  PTYCHO_TRY(preview.propagation, propagationOf(reader, "/"));
  PTYCHO_TRY(preview.mean, readImage<float>(reader, kMean, patternLimits()));
  PTYCHO_CHECK(checkValues({preview.mean.data(), preview.mean.size()}, {preview.mean.rows(), preview.mean.cols()},
                           Sign::Any, reader.where(kMean)));
  const std::size_t side = preview.mean.rows();
  PTYCHO_CHECK(checkSide(preview.mean, side, reader.where(kMean)));
  PTYCHO_CHECK(readSamples(reader, preview));
  PTYCHO_CHECK(checkSide(preview.samples, side, reader.where(kSamples)));
  if (reader.has(kMask)) {
    PTYCHO_TRY(preview.mask, readImage<std::uint8_t>(reader, kMask, patternLimits()));
    PTYCHO_CHECK(checkSide(preview.mask, side, reader.where(kMask)));
  }
  if (reader.has(kProbe)) {
    PTYCHO_TRY(preview.probe, readImage<Complex>(reader, kProbe, patternLimits()));
    PTYCHO_CHECK(checkValues({preview.probe.data(), preview.probe.size()},
                             {preview.probe.rows(), preview.probe.cols()}, reader.where(kProbe)));
    PTYCHO_CHECK(checkSide(preview.probe, side, reader.where(kProbe)));
  }
  if (reader.has(kPositions)) {
    PTYCHO_TRY(preview.scan, readScan(reader, static_cast<int>(side), 0, 0));
    PTYCHO_CHECK(checkWindows(preview.scan, reader.where(kPositions)));
  }
  PTYCHO_TRY(preview.geometry, readGeometry(reader, static_cast<int>(side)));
  return preview;
}

}  // namespace ptycho
