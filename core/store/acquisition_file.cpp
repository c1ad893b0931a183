#include "core/store/acquisition_file.h"

#include <fmt/format.h>

#include "core/optics/forward_model.h"
#include "core/store/acquisition_check.h"
#include "core/store/h5_arrays.h"
#include "core/store/h5_records.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPatterns = "/patterns";
constexpr const char* kMask = "/mask";
constexpr const char* kBackground = "/background";
constexpr const char* kProbe = "/probe";
constexpr const char* kTruth = "/truth";

/// An attribute of /patterns that must be one of two words; absent means the first, as schema 1 defines it.
Result<bool> isSecond(const H5Reader& reader, const char* name, const char* first, const char* second) {
  PTYCHO_TRY(const auto text, reader.textAttribute(kPatterns, name));
  if (!text || *text == first) return false;
  if (*text == second || (std::string_view(second) == "centre" && *text == "center")) return true;
  return badInput(
      fmt::format("has the attribute {} = \"{}\"; it must be \"{}\" or \"{}\".", name, printable(*text), first, second),
      reader.where(kPatterns));
}

Result<RealStack> readPatterns(H5Reader& reader) {
  PTYCHO_TRY(const bool amplitudes, isSecond(reader, "quantity", "intensity", "amplitude"));
  PTYCHO_TRY(const bool centred, isSecond(reader, "dc", "corner", "centre"));
  PTYCHO_TRY(RealStack patterns, readStack<float>(reader, kPatterns, patternLimits()));
  if (amplitudes) {
    // Before squaring, or a negative amplitude would pass as an intensity.
    PTYCHO_CHECK(checkValues({patterns.data(), patterns.size()}, {patterns.count(), patterns.rows(), patterns.cols()},
                             Sign::NotNegative, reader.where(kPatterns)));
    for (float& value : patterns) value *= value;
  }
  if (centred) {
    for (std::size_t k = 0; k < patterns.count(); ++k) patterns.assign(k, cornerZeroFrequency(patterns.copy(k)));
  }
  return patterns;
}

/// The mask follows the patterns' zero frequency.
Result<MaskImage> readMask(H5Reader& reader) {
  if (!reader.has(kMask)) return MaskImage();
  PTYCHO_TRY(const bool centred, isSecond(reader, "dc", "corner", "centre"));
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
  PTYCHO_TRY(const bool amplitudes, isSecond(reader, "quantity", "intensity", "amplitude"));
  PTYCHO_TRY(const bool centred, isSecond(reader, "dc", "corner", "centre"));
  PTYCHO_TRY(RealImage background, readImage<float>(reader, kBackground, patternLimits()));
  PTYCHO_CHECK(checkValues({background.data(), background.size()}, {background.rows(), background.cols()},
                           Sign::NotNegative, reader.where(kBackground)));
  if (amplitudes) {
    for (float& value : background) value *= value;
  }
  return centred ? cornerZeroFrequency(background) : background;
}

}  // namespace

Result<void> writeAcquisition(const fs::path& file, const Acquisition& acquisition) {
  PTYCHO_CHECK(checkAcquisition(acquisition, file.string()));
  const std::uint64_t payload = acquisition.patterns.size() * sizeof(float) +
                                (acquisition.probe.size() + acquisition.truth.size()) * sizeof(Complex) +
                                acquisition.scan.positions.size() * sizeof(Position) + acquisition.mask.size() +
                                acquisition.background.size() * sizeof(float) +
                                acquisition.spec_json.size();
  return writeH5File(file, payload, [&acquisition](H5Writer& writer) {
    writeHeader(writer, schema::kAcquisition, acquisition.name, acquisition.spec_json);
    writer.stack(kPatterns, acquisition.patterns, H5Storage::Compressed);
    writer.attribute(kPatterns, "quantity", std::string("intensity"));
    writer.attribute(kPatterns, "dc", std::string("corner"));
    if (!acquisition.mask.empty()) writer.image(kMask, acquisition.mask, H5Storage::Compressed);
    if (!acquisition.background.empty()) writer.image(kBackground, acquisition.background, H5Storage::Compressed);
    writer.stack(kProbe, acquisition.probe, H5Storage::Compressed);
    writeScan(writer, acquisition.scan);
    if (!acquisition.truth.empty()) writer.image(kTruth, acquisition.truth, H5Storage::Compressed);
    if (acquisition.geometry) writeGeometry(writer, *acquisition.geometry);
  });
}

Result<Acquisition> readAcquisition(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  PTYCHO_CHECK(reader.expectKind(schema::kAcquisition));
  Acquisition acquisition;
  PTYCHO_TRY(acquisition.name, readText(reader, "/", "name"));
  PTYCHO_TRY(acquisition.spec_json, readText(reader, "/", "spec"));
  PTYCHO_TRY(acquisition.patterns, readPatterns(reader));
  PTYCHO_TRY(acquisition.mask, readMask(reader));
  PTYCHO_TRY(acquisition.background, readBackground(reader));
  PTYCHO_TRY(acquisition.probe, readStack<Complex>(reader, kProbe, patternLimits()));
  if (reader.has(kTruth)) {
    PTYCHO_TRY(acquisition.truth, readImage<Complex>(reader, kTruth, objectLimits()));
  }
  const int window = static_cast<int>(acquisition.patterns.rows());
  PTYCHO_TRY(acquisition.scan, readScan(reader, window, static_cast<int>(acquisition.truth.rows()),
                                        static_cast<int>(acquisition.truth.cols())));
  PTYCHO_TRY(acquisition.geometry, readGeometry(reader, window));
  PTYCHO_CHECK(checkAcquisition(acquisition, file.string()));
  return acquisition;
}

}  // namespace ptycho
