#include "core/store/acquisition_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/optics/forward_model.h"
#include "core/store/acquisition_check.h"
#include "core/store/acquisition_conventions.h"
#include "core/store/h5_arrays.h"
#include "core/store/h5_records.h"
#include "core/store/hdf_pattern_source.h"
#include "core/store/limits.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLargePatternBytes = 64ull << 20;  // below, nobody wonders where they are
constexpr const char* kMask = "/mask";
constexpr const char* kBackground = "/background";
constexpr const char* kProbe = "/probe";
constexpr const char* kTruth = "/truth";
constexpr const char* kEstimate = "/object";
constexpr const char* kImport = "import";

/// Patterns that all go into memory.
Result<RealStack> readPatterns(H5Reader& reader, const PatternDataset& stored) {
  PTYCHO_CHECK(reader.reserve(stored.dataset, sizeof(float)));
  RealStack patterns(stored.shape.count, stored.shape.rows, stored.shape.cols);
  PTYCHO_CHECK(stored.read(reader, 0, patterns.count(), patterns.data()));
  return patterns;
}

/// Memory that patterns may take: what was asked for, and never more than what may be read from a file.
std::uint64_t roomFor(const PatternMemory& memory) {
  const std::uint64_t half = freeMemoryBytes() / 2;
  return std::min({memory.bytes == 0 ? half : memory.bytes, half, fileLimits().allocation_bytes});
}

void tellChoice(const fs::path& file, const PatternDataset& stored, std::uint64_t room, bool streamed) {
  const auto& [count, rows, cols] = stored.shape;
  const std::string what = fmt::format("{}: {} patterns of {} × {} px, {}", file.filename().string(), count, rows, cols,
                                       byteText(stored.bytes()));
  const bool worthIt = streamed || stored.bytes() > kLargePatternBytes;
  logMessage(worthIt ? LogLevel::Info : LogLevel::Debug,
             streamed ? fmt::format("{}, are read from the file in each pass, with {} of memory", what, byteText(room))
                      : fmt::format("{}, are kept in memory", what));
}

/// The mask follows the patterns' zero frequency.
Result<MaskImage> readMask(H5Reader& reader) {
  if (!reader.has(kMask)) return MaskImage();
  PTYCHO_TRY(const bool centred, hasCentredZero(reader));
  PTYCHO_TRY(MaskImage mask, readImage<std::uint8_t>(reader, kMask, patternLimits()));
  RealImage valid(mask.rows(), mask.cols());
  for (std::size_t i = 0; i < mask.size(); ++i) valid[i] = mask[i] != 0 ? 1.0f : 0.0f;
  if (centred) valid = cornerZeroFrequency(valid);
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = valid[i] != 0 ? 1 : 0;
  return mask;
}

/// As the patterns are: the same quantity, the same place of the zero frequency.
Result<RealImage> readBackground(H5Reader& reader) {
  if (!reader.has(kBackground)) return RealImage();
  PTYCHO_TRY(const bool amplitudes, holdsAmplitudes(reader));
  PTYCHO_TRY(const bool centred, hasCentredZero(reader));
  PTYCHO_TRY(RealImage background, readImage<float>(reader, kBackground, patternLimits()));
  PTYCHO_CHECK(checkValues({background.data(), background.size()}, {background.rows(), background.cols()},
                           Sign::NotNegative, reader.where(kBackground)));
  if (amplitudes) {
    for (float& value : background) value *= value;
  }
  return centred ? cornerZeroFrequency(background) : background;
}

/// From memory, or one by one from where they are.
void writePatterns(H5Writer& writer, const Acquisition& acquisition, const std::string& file, H5Storage storage) {
  if (!acquisition.source) return writer.stack(kPatternsPath, acquisition.patterns, storage);
  const std::size_t rows = acquisition.patternRows();
  const std::size_t cols = acquisition.patternCols();
  writer.series(kPatternsPath, {acquisition.patternCount(), rows, cols}, H5Element::Float32,
                [&](std::uint64_t index, void* image) -> Result<void> {
                  auto* values = static_cast<float*>(image);
                  PTYCHO_CHECK(acquisition.source->read(index, 1, values));
                  return checkValues({values, rows * cols}, {rows, cols}, Sign::NotNegative, file + ":/patterns");
                },
                storage);
}

}  // namespace

Result<void> writeAcquisition(const fs::path& file, const Acquisition& acquisition) {
  PTYCHO_CHECK(checkAcquisition(acquisition, file.string()));
  const std::uint64_t pixels = acquisition.patternRows() * acquisition.patternCols();
  const std::uint64_t payload = acquisition.patternCount() * pixels * sizeof(float) +
                                acquisition.probe.size() * sizeof(Complex) +
                                (acquisition.truth.size() + acquisition.estimate.size()) * sizeof(Complex) +
                                acquisition.scan.positions.size() * sizeof(Position) + acquisition.mask.size() +
                                acquisition.background.size() * sizeof(float) +
                                acquisition.spec_json.size() + acquisition.import_json.size();
  // Measured values hardly shrink, but each pass over patterns that are not kept in memory would unpack them again.
  const H5Storage storage = payload > kH5MemoryLimit ? H5Storage::Checked : H5Storage::Compressed;
  return writeH5File(file, payload, [&](H5Writer& writer) {
    writeHeader(writer, schema::kAcquisition, acquisition.name, acquisition.spec_json);
    writePatterns(writer, acquisition, file.string(), storage);
    writer.attribute(kPatternsPath, "quantity", std::string("intensity"));
    writer.attribute(kPatternsPath, "dc", std::string("corner"));
    const bool near = acquisition.propagation == Propagation::NearField;
    writer.attribute(kPatternsPath, kPropagation, std::string(near ? kNearField : kFarField));
    if (!acquisition.import_json.empty()) writer.attribute("/", kImport, acquisition.import_json);
    if (!acquisition.mask.empty()) writer.image(kMask, acquisition.mask, H5Storage::Compressed);
    if (!acquisition.background.empty()) writer.image(kBackground, acquisition.background, H5Storage::Compressed);
    writer.stack(kProbe, acquisition.probe, H5Storage::Compressed);
    writeScan(writer, acquisition.scan);
    if (!acquisition.truth.empty()) writer.image(kTruth, acquisition.truth, H5Storage::Compressed);
    if (!acquisition.estimate.empty()) writer.image(kEstimate, acquisition.estimate, H5Storage::Compressed);
    if (acquisition.geometry) writeGeometry(writer, *acquisition.geometry);
  });
}

bool isImportedAcquisition(const fs::path& file) {
  const auto reader = H5Reader::open(file);
  if (!reader || !reader->expectKind(schema::kAcquisition)) return false;
  const auto import = readText(*reader, "/", kImport);
  return import && !import->empty();
}

Result<Acquisition> readAcquisition(const fs::path& file) { return readAcquisition(file, kAllInMemory); }

Result<Acquisition> readAcquisition(const fs::path& file, const PatternMemory& memory) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kAcquisition));
  Acquisition acquisition;
  PTYCHO_TRY(acquisition.name, readText(reader, "/", "name"));
  PTYCHO_TRY(acquisition.spec_json, readText(reader, "/", "spec"));
  PTYCHO_TRY(acquisition.import_json, readText(reader, "/", kImport));
  PTYCHO_TRY(PatternDataset stored, PatternDataset::open(reader));
  PTYCHO_TRY(acquisition.propagation, propagationOf(reader));
  const std::uint64_t room = roomFor(memory);
  const bool whole = memory.bytes == kAllInMemory.bytes;
  const bool streamed = !whole && stored.bytes() > room && HdfPatternSource::supported();
  if (!whole) tellChoice(file, stored, room, streamed);
  if (!streamed) {
    PTYCHO_TRY(acquisition.patterns, readPatterns(reader, stored));
  }
  PTYCHO_TRY(acquisition.mask, readMask(reader));
  PTYCHO_TRY(acquisition.background, readBackground(reader));
  PTYCHO_TRY(acquisition.probe, readStack<Complex>(reader, kProbe, patternLimits()));
  if (reader.has(kTruth)) {
    PTYCHO_TRY(acquisition.truth, readImage<Complex>(reader, kTruth, objectLimits()));
  }
  if (reader.has(kEstimate)) {
    PTYCHO_TRY(acquisition.estimate, readImage<Complex>(reader, kEstimate, objectLimits()));
  }
  const int window = static_cast<int>(stored.shape.rows);
  PTYCHO_TRY(acquisition.scan, readScan(reader, window, static_cast<int>(acquisition.truth.rows()),
                                        static_cast<int>(acquisition.truth.cols())));
  PTYCHO_TRY(acquisition.geometry, readGeometry(reader, window));
  if (streamed) acquisition.source = std::make_shared<HdfPatternSource>(std::move(reader), std::move(stored), room);
  PTYCHO_CHECK(checkAcquisition(acquisition, file.string()));
  return acquisition;
}

}  // namespace ptycho
