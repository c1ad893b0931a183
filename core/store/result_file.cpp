#include "core/store/result_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

#include <fmt/format.h>

#include "core/store/acquisition_check.h"
#include "core/store/h5_arrays.h"
#include "core/store/h5_records.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kObject = "/object";
constexpr const char* kProbe = "/probe";
constexpr const char* kPositions = "/positions";
constexpr const char* kCoverage = "/coverage";
constexpr const char* kTruth = "/truth";
constexpr const char* kHistory = "/history";
constexpr const char* kEngine = "/history/engine";
constexpr const char* kStart = "/history/start";
constexpr const char* kRefined = "/positions_refined";
constexpr const char* kScales = "/scales";
constexpr const char* kVariation = "/probe_variation";
constexpr const char* kVariationModes = "/probe_variation/modes";
constexpr const char* kHalves = "/halves";
constexpr const char* kCoefficients = "/probe_variation/coefficients";

/// Columns of the history that are numbers; the engine's name is a column of text.
struct NumberColumn {
  const char* name;
  double (*get)(const IterationRecord&);
  void (*set)(IterationRecord&, double);
};
template <auto Member>
constexpr NumberColumn column(const char* name) {
  return {name, [](const IterationRecord& record) { return static_cast<double>(record.*Member); },
          [](IterationRecord& record, double value) {
            using Value = std::remove_reference_t<decltype(record.*Member)>;
            // A file may hold any number; a cast of one outside the range of int would be undefined.
            if (std::is_same_v<Value, double> || std::abs(value) < 2e9) record.*Member = static_cast<Value>(value);
          }};
}
constexpr std::array kColumns{column<&IterationRecord::iteration>("iteration"),
                              column<&IterationRecord::stage>("stage"),
                              column<&IterationRecord::residual>("residual"),
                              column<&IterationRecord::update>("update"),
                              column<&IterationRecord::amplitude_nrmse>("amplitude_nrmse"),
                              column<&IterationRecord::phase_nrmse>("phase_nrmse"),
                              column<&IterationRecord::seconds>("seconds")};

/// Scalars of the outcome: attributes of /object.
struct Scalar {
  const char* name;
  double Reconstruction::* member;
};
constexpr std::array<Scalar, 6> kScalars{{{"seconds", &Reconstruction::seconds},
                                          {"residual", &Reconstruction::residual},
                                          {"amplitude_nrmse", &Reconstruction::amplitude_nrmse},
                                          {"phase_nrmse", &Reconstruction::phase_nrmse},
                                          {"flat_amplitude_nrmse", &Reconstruction::flat_amplitude_nrmse},
                                          {"flat_phase_nrmse", &Reconstruction::flat_phase_nrmse}}};

std::string columnPath(const char* name) { return std::string(kHistory) + "/" + name; }

void writeHistory(H5Writer& writer, const std::vector<IterationRecord>& history) {
  writer.group(kHistory);
  std::vector<double> values(history.size());
  for (const NumberColumn& entry : kColumns) {
    for (std::size_t k = 0; k < history.size(); ++k) values[k] = entry.get(history[k]);
    writer.numbers(columnPath(entry.name), values);
  }
  for (std::size_t k = 0; k < history.size(); ++k) values[k] = history[k].start;
  writer.numbers(kStart, values);
  std::vector<std::string> engines;
  for (const auto& record : history) engines.push_back(record.engine);
  writer.strings(kEngine, engines);
}

Result<std::vector<IterationRecord>> readHistory(H5Reader& reader) {
  std::vector<IterationRecord> history;
  if (!reader.has(kHistory)) return history;
  PTYCHO_TRY(const auto engines, readStrings(reader, kEngine));
  history.resize(engines.size());
  for (std::size_t k = 0; k < history.size(); ++k) history[k].engine = engines[k];
  for (const NumberColumn& entry : kColumns) {
    const std::string path = columnPath(entry.name);
    PTYCHO_TRY(const auto values, readNumbers(reader, path));
    if (values.size() != history.size()) {
      return badInput(fmt::format("has {} rows, but the history has {}.", values.size(), history.size()),
                      reader.where(path));
    }
    for (std::size_t k = 0; k < history.size(); ++k) entry.set(history[k], values[k]);
  }
  if (!reader.has(kStart)) return history;  // written before there were several starts
  PTYCHO_TRY(const auto starts, readNumbers(reader, kStart));
  for (std::size_t k = 0; k < std::min(starts.size(), history.size()); ++k) {
    column<&IterationRecord::start>("start").set(history[k], starts[k]);
  }
  return history;
}

Result<void> readOutcome(const H5Reader& reader, Reconstruction& reconstruction) {
  for (const Scalar& scalar : kScalars) {
    PTYCHO_TRY(const auto value, reader.realAttribute(kObject, scalar.name));
    reconstruction.*scalar.member = value.value_or(std::numeric_limits<double>::quiet_NaN());
  }
  PTYCHO_TRY(const auto iterations, reader.integerAttribute(kObject, "iterations"));
  reconstruction.iterations = static_cast<int>(iterations.value_or(0));
  PTYCHO_TRY(const auto restarts, reader.integerAttribute(kObject, "restarts"));
  reconstruction.restarts = static_cast<int>(restarts.value_or(0));
  PTYCHO_TRY(const auto start, reader.integerAttribute(kObject, "start"));
  reconstruction.start = static_cast<int>(start.value_or(1));
  PTYCHO_TRY(const auto completion, readText(reader, kObject, "completion"));
  reconstruction.completion = completion == "stopped" ? Completion::StoppedEarly : Completion::Done;
  return {};
}

Result<void> checkSameShape(const ComplexImage& object, std::size_t rows, std::size_t cols, const std::string& where) {
  if (rows == object.rows() && cols == object.cols()) return {};
  return badInput(fmt::format("is {} × {} px, but the object is {} × {} px.", rows, cols, object.rows(), object.cols()),
                  where);
}

/// Shapes that fit together. Values may be NaN: a reconstruction that diverged is a result too.
Result<void> checkResult(const ResultRecord& record, const std::string& file) {
  const ComplexImage& object = record.reconstruction.object;
  if (object.empty()) return badInput("holds no object.", file + ":" + kObject);
  if (!record.truth.empty()) {
    PTYCHO_CHECK(checkSameShape(object, record.truth.rows(), record.truth.cols(), file + ":" + kTruth));
  }
  if (!record.coverage.empty()) {
    PTYCHO_CHECK(checkSameShape(object, record.coverage.rows(), record.coverage.cols(), file + ":" + kCoverage));
  }
  const Reconstruction& outcome = record.reconstruction;
  const ProbeVariation& variation = outcome.variation;
  if (!variation.empty() && variation.coefficients.cols() != variation.modes.count()) {
    return badInput(fmt::format("has {} columns, but there are {} modes.", variation.coefficients.cols(),
                                variation.modes.count()), file + ":" + kCoefficients);
  }
  if (record.scan.positions.empty()) return {};
  if (!outcome.scales.empty() && outcome.scales.size() != record.scan.positions.size()) {
    return badInput(fmt::format("has {} rows, but {} positions were given.", outcome.scales.size(),
                                record.scan.positions.size()), file + ":" + kScales);
  }
  if (!outcome.positions.empty() && outcome.positions.size() != record.scan.positions.size()) {
    return badInput(fmt::format("has {} rows, but {} positions were given.", outcome.positions.size(),
                                record.scan.positions.size()), file + ":" + kRefined);
  }
  PTYCHO_CHECK(checkSameShape(object, static_cast<std::size_t>(record.scan.object_rows),
                              static_cast<std::size_t>(record.scan.object_cols), file + ":" + kPositions));
  return checkWindows(record.scan, file + ":" + kPositions);
}

/// Positions that the reconstruction moved, and how the probe varied.
void writeRefined(H5Writer& writer, const ResultRecord& record) {
  const Reconstruction& outcome = record.reconstruction;
  if (!outcome.positions.empty() && outcome.positions != record.scan.positions) {
    writer.dataset(kRefined, {outcome.positions.size(), 2}, H5Element::Float64, outcome.positions.data(),
                   H5Storage::Checked);
    writer.attribute(kRefined, "units", std::string("px"));
  }
  if (!outcome.scales.empty()) {
    writer.numbers(kScales, std::vector<double>(outcome.scales.begin(), outcome.scales.end()));
  }
  if (outcome.variation.empty()) return;
  writer.group(kVariation);
  writer.stack(kVariationModes, outcome.variation.modes, H5Storage::Compressed);
  writer.image(kCoefficients, outcome.variation.coefficients, H5Storage::Compressed);
}

Result<void> readRefined(H5Reader& reader, ResultRecord& record) {
  Reconstruction& outcome = record.reconstruction;
  outcome.positions = record.scan.positions;
  if (reader.has(kRefined)) {
    PTYCHO_TRY(outcome.positions, readPositions(reader, kRefined));
  }
  if (reader.has(kScales)) {
    PTYCHO_TRY(const auto scales, readNumbers(reader, kScales));
    outcome.scales.assign(scales.begin(), scales.end());
  }
  if (!reader.has(kVariation)) return {};
  PTYCHO_TRY(outcome.variation.modes, readStack<Complex>(reader, kVariationModes, patternLimits()));
  const H5ArrayLimits table{patternLimits().count, 1};  // a row for each pattern
  PTYCHO_TRY(outcome.variation.coefficients, readImage<Complex>(reader, kCoefficients, table));
  return {};
}

/// Curves of the correlation of two halves of the scan.
struct RingColumn {
  const char* path;
  std::vector<double> RingCorrelation::* values;
};
constexpr std::array<RingColumn, 3> kRingColumns{{{"/halves/frequency", &RingCorrelation::frequency},
                                                  {"/halves/correlation", &RingCorrelation::correlation},
                                                  {"/halves/half_bit", &RingCorrelation::half_bit}}};

void writeHalves(H5Writer& writer, const RingCorrelation& rings) {
  writer.group(kHalves);
  for (const RingColumn& column : kRingColumns) writer.numbers(column.path, rings.*column.values);
  writer.attribute(kRingColumns[0].path, "units", std::string("1/px"));
  writer.attribute(kHalves, "cutoff_half_bit", rings.cutoff_half_bit);
  writer.attribute(kHalves, "cutoff_half", rings.cutoff_half);
}

Result<std::optional<RingCorrelation>> readHalves(H5Reader& reader) {
  if (!reader.has(kHalves)) return std::nullopt;
  RingCorrelation rings;
  for (const RingColumn& column : kRingColumns) {
    PTYCHO_TRY(rings.*column.values, readNumbers(reader, column.path));
    if ((rings.*column.values).size() != rings.frequency.size()) {
      return badInput("has another length than the frequencies.", reader.where(column.path));
    }
  }
  PTYCHO_TRY(const auto halfBit, reader.realAttribute(kHalves, "cutoff_half_bit"));
  PTYCHO_TRY(const auto half, reader.realAttribute(kHalves, "cutoff_half"));
  rings.cutoff_half_bit = halfBit.value_or(0);
  rings.cutoff_half = half.value_or(0);
  return rings;
}

}  // namespace

Result<void> writeResult(const fs::path& file, const ResultRecord& record) {
  PTYCHO_CHECK(checkResult(record, file.string()));
  const Reconstruction& outcome = record.reconstruction;
  const std::uint64_t payload = (outcome.object.size() + outcome.probe.size() + record.truth.size()) * sizeof(Complex) +
                                record.coverage.size() * sizeof(float) + record.spec_json.size() +
                                record.scan.positions.size() * sizeof(Position) +
                                outcome.history.size() * sizeof(IterationRecord) +
                                outcome.positions.size() * sizeof(Position) +
                                outcome.scales.size() * sizeof(float) +
                                (outcome.variation.modes.size() + outcome.variation.coefficients.size()) *
                                    sizeof(Complex);
  return writeH5File(file, payload, [&](H5Writer& writer) {
    writeHeader(writer, schema::kReconstruction, record.name, record.spec_json);
    writer.attribute("/", "acquisition", record.acquisition);
    writer.image(kObject, outcome.object, H5Storage::Compressed);
    writer.attribute(kObject, "completion", std::string(outcome.completion == Completion::Done ? "done" : "stopped"));
    writer.attribute(kObject, "iterations", std::int64_t{outcome.iterations});
    writer.attribute(kObject, "restarts", std::int64_t{outcome.restarts});
    writer.attribute(kObject, "start", std::int64_t{outcome.start});
    for (const Scalar& scalar : kScalars) writer.attribute(kObject, scalar.name, outcome.*scalar.member);
    if (!outcome.probe.empty()) writer.stack(kProbe, outcome.probe, H5Storage::Compressed);
    if (!record.scan.positions.empty()) writeScan(writer, record.scan);
    writeRefined(writer, record);
    if (!record.coverage.empty()) writer.image(kCoverage, record.coverage, H5Storage::Compressed);
    if (!record.truth.empty()) writer.image(kTruth, record.truth, H5Storage::Compressed);
    if (record.geometry) writeGeometry(writer, *record.geometry);
    writeHistory(writer, outcome.history);
    if (outcome.halves) writeHalves(writer, *outcome.halves);
  });
}

namespace {

Result<void> readNames(const H5Reader& reader, ResultRecord& record) {
  PTYCHO_CHECK(reader.expectKind(schema::kReconstruction));
  PTYCHO_TRY(record.name, readText(reader, "/", "name"));
  PTYCHO_TRY(record.spec_json, readText(reader, "/", "spec"));
  PTYCHO_TRY(record.acquisition, readText(reader, "/", "acquisition"));
  return {};
}

/// Side of the window in px, as the scan says it; `otherwise` where there is no scan.
Result<int> readWindow(const H5Reader& reader, int otherwise) {
  if (!reader.has(kPositions)) return otherwise;
  PTYCHO_TRY(const auto stored, reader.integerAttribute(kPositions, "window_px"));
  const bool sane = stored && *stored > 0 && *stored <= static_cast<std::int64_t>(patternLimits().side);
  return sane ? static_cast<int>(*stored) : otherwise;
}

Result<void> readCourse(H5Reader& reader, Reconstruction& outcome) {
  PTYCHO_TRY(outcome.history, readHistory(reader));
  PTYCHO_TRY(outcome.halves, readHalves(reader));
  return {};
}

}  // namespace

Result<ResultRecord> readResult(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  ResultRecord record;
  PTYCHO_CHECK(readNames(reader, record));
  Reconstruction& outcome = record.reconstruction;
  PTYCHO_TRY(outcome.object, readImage<Complex>(reader, kObject, objectLimits()));
  PTYCHO_CHECK(readOutcome(reader, outcome));
  if (reader.has(kProbe)) {
    PTYCHO_TRY(outcome.probe, readStack<Complex>(reader, kProbe, patternLimits()));
  }
  PTYCHO_TRY(const int window, readWindow(reader, static_cast<int>(outcome.probe.rows())));
  if (reader.has(kPositions)) {
    PTYCHO_TRY(record.scan, readScan(reader, window, static_cast<int>(outcome.object.rows()),
                                     static_cast<int>(outcome.object.cols())));
  }
  PTYCHO_CHECK(readRefined(reader, record));
  if (reader.has(kCoverage)) {
    PTYCHO_TRY(record.coverage, readImage<float>(reader, kCoverage, objectLimits()));
  }
  if (reader.has(kTruth)) {
    PTYCHO_TRY(record.truth, readImage<Complex>(reader, kTruth, objectLimits()));
  }
  PTYCHO_TRY(record.geometry, readGeometry(reader, window));
  PTYCHO_CHECK(readCourse(reader, outcome));
  PTYCHO_CHECK(checkResult(record, file.string()));
  return record;
}

Result<ResultRecord> readResultFacts(const fs::path& file) {
  PTYCHO_TRY(H5Reader reader, H5Reader::open(file));
  ResultRecord record;
  PTYCHO_CHECK(readNames(reader, record));
  PTYCHO_CHECK(readOutcome(reader, record.reconstruction));
  PTYCHO_TRY(const int window, readWindow(reader, 0));
  PTYCHO_TRY(record.geometry, readGeometry(reader, window));
  PTYCHO_CHECK(readCourse(reader, record.reconstruction));
  return record;
}

}  // namespace ptycho
