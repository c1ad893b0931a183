#include "tests/fuzz/whole_import.h"

#include <algorithm>

#include "core/base/run_context.h"
#include "core/import/dataset_choice.h"
#include "core/import/scan_format.h"
#include "core/measured/prepare_scan.h"
#include "core/store/acquisition_check.h"
#include "tests/fuzz/our_file_target.h"
#include "tests/fuzz/sometimes.h"

namespace ptycho::fuzz {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostPixels = 1u << 16;  // of all patterns that are read
constexpr std::int64_t kMostObjectPixels = 1 << 14;

void checkTexts(const std::vector<std::string>& texts, std::string_view what) {
  for (const std::string& text : texts) requirePrintable(text, what);
}

void checkRaw(const RawScan& raw) {
  requirePrintable(raw.title, "a title");
  requirePrintable(raw.name, "a name");
  checkTexts(raw.notes, "a note");
  checkTexts(raw.ignored, "a name of what was not used");
  for (const Convention& convention : raw.conventions) {
    const auto& fields = ImportSpec::fields();
    const auto field =
        std::ranges::find_if(fields, [&](const auto& each) { return each.info.key == convention.key; });
    require(field != fields.end(), "a convention of no field", convention.key);
    require(std::ranges::find(field->info.choices, convention.value) != field->info.choices.end(),
            "a convention without a word of its field", convention.key + " = " + convention.value);
    requirePrintable(convention.reason, "a reason");
  }
}

/// The spec with so few patterns that they are read quickly, or false when one is too large.
bool bound(const RawScan& raw, ImportSpec& spec) {
  const std::uint64_t rows = std::max<std::uint64_t>(raw.patterns->rows(), 1);
  const std::uint64_t cols = std::max<std::uint64_t>(raw.patterns->cols(), 1);
  if (rows > kMostPixels || cols > kMostPixels || rows * cols > kMostPixels) return false;
  const std::uint64_t most = kMostPixels / (rows * cols);
  if (raw.patterns->count() > most && spec.last_pattern == 0) spec.last_pattern = static_cast<int>(most);
  return true;
}

void readEnds(const RawPatterns& patterns) {
  if (patterns.count() == 0) return;
  std::vector<float> values(patterns.rows() * patterns.cols());
  (void)refusedWell(patterns.read(0, 1, values.data()));
  if (patterns.count() > 1) (void)refusedWell(patterns.read(patterns.count() - 1, 1, values.data()));
}

void previewAndPrepare(const RawScan& raw, const ImportSpec& spec) {
  if (const auto preview = previewScan(raw, spec, 4); refusedWell(preview)) {
    checkTexts(preview->report.notes, "a note of the preview");
    require(preview->samples.count() > 0 && preview->mean.rows() > 0, "an empty preview");
  }
  RunContext context;
  const auto prepared = prepareScan(raw, spec, context);
  if (!refusedWell(prepared)) return;
  const auto checked = checkAcquisition(prepared->acquisition, "prepared");
  require(checked.has_value(), "what was prepared is no acquisition", checked ? "" : checked.error().text());
  const auto json = parseJson(prepared->acquisition.import_json, "report");
  require(json.has_value(), "the report is no JSON", json ? "" : json.error().text());
  const auto report = importReportFromJson(*json);
  require(report.has_value(), "the report cannot be read back", report ? "" : report.error().text());
}

}  // namespace

ImportDepth importDepth(std::string_view input) {
  if (onceIn(128, input)) return ImportDepth::LargeToo;
  return onceIn(8, input) ? ImportDepth::Prepared : ImportDepth::Planned;
}

void importWhole(const fs::path& file, const ImportSpec& asked, ImportDepth depth) {
  ImportSpec spec = asked;
  const auto raw = openScan(file, spec);
  if (!refusedWell(raw)) return;
  checkRaw(*raw);
  const auto plan = planScan(*raw, spec);
  (void)refusedWell(plan);
  if (raw->patterns) {
    if (!bound(*raw, spec)) return;
    readEnds(*raw->patterns);
  }
  const bool large = plan && std::int64_t{1} * plan->scan.object_rows * plan->scan.object_cols > kMostObjectPixels;
  if (depth == ImportDepth::LargeToo || (depth == ImportDepth::Prepared && !large)) previewAndPrepare(*raw, spec);
}

void lookAt(const fs::path& file) {
  const auto opened = ScanFile::open(file);
  if (!refusedWell(opened)) return;
  for (const ScanFormat& format : scanFormats()) (void)format.recognises(*opened);
  (void)refusedWell(datasetChoices(*opened));
}

}  // namespace ptycho::fuzz
