#include "tests/fuzz/scan_target.h"

#include <algorithm>

#include "core/base/run_context.h"
#include "core/import/dataset_choice.h"
#include "core/import/scan_format.h"
#include "core/measured/prepare_scan.h"
#include "core/store/acquisition_check.h"
#include "tests/fuzz/input_file.h"

namespace ptycho::fuzz {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostPixels = 1u << 20;  // of all patterns that are read

template <class T>
bool fine(const Result<T>& result) {
  if (result) return true;
  require(result.error().message.size() > 3, "an error without a sentence");
  requirePrintable(result.error().text(), "an error");
  return false;
}

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

/// The spec with so few patterns that they are read quickly, or nothing when one is too large.
bool bound(const RawScan& raw, ImportSpec& spec) {
  const std::uint64_t rows = std::max<std::uint64_t>(raw.patterns->rows(), 1);
  const std::uint64_t cols = std::max<std::uint64_t>(raw.patterns->cols(), 1);
  if (rows > kMostPixels || cols > kMostPixels || rows * cols > kMostPixels) return false;
  const std::uint64_t most = kMostPixels / (rows * cols);
  if (raw.patterns->count() > most && spec.last_pattern == 0) spec.last_pattern = static_cast<int>(most);
  return true;
}

}  // namespace

void importWhole(const fs::path& file, const ImportSpec& asked) {
  ImportSpec spec = asked;
  const auto raw = openScan(file, spec);
  if (!fine(raw)) return;
  checkRaw(*raw);
  (void)fine(planScan(*raw, spec));
  if (raw->patterns && !bound(*raw, spec)) return;
  if (const auto preview = previewScan(*raw, spec, 4); fine(preview)) {
    checkTexts(preview->report.notes, "a note of the preview");
    require(preview->samples.count() > 0 && preview->mean.rows() > 0, "an empty preview");
  }
  RunContext context;
  const auto prepared = prepareScan(*raw, spec, context);
  if (!fine(prepared)) return;
  const auto checked = checkAcquisition(prepared->acquisition, "prepared");
  require(checked.has_value(), "what was prepared is no acquisition", checked ? "" : checked.error().text());
  const auto json = parseJson(prepared->acquisition.import_json, "report");
  require(json.has_value(), "the report is no JSON", json ? "" : json.error().text());
  const auto report = importReportFromJson(*json);
  require(report.has_value(), "the report cannot be read back", report ? "" : report.error().text());
}

void changeSpec(ImportSpec& spec, Choices& choices) {
  const auto& fields = ImportSpec::fields();
  for (std::size_t changes = choices.below(4); changes > 0; --changes) {
    const auto& field = fields[choices.below(fields.size())];
    FieldValue value;
    switch (field.info.kind) {
      case FieldKind::Flag: value = choices.oneIn(2); break;
      case FieldKind::Integer: value = static_cast<std::int64_t>(choices.below(20)); break;
      case FieldKind::Real: value = choices.number(); break;
      case FieldKind::Choice:
        if (field.info.key == "format") continue;
        value = choices.of(field.info.choices);
        break;
      case FieldKind::Text: continue;  // names are changed in the file
    }
    if (const auto checked = checkFieldValue(field.info, value)) field.set(spec, *checked);
  }
}

ScanTarget::ScanTarget(const std::string& name, FormatChoice format, std::string fileName)
    : m_format(format), m_fileName(std::move(fileName)) {
  for (const Seed& seed : seedsOf(name)) {
    if (looksLikeHdf5(seed.bytes)) m_templates.emplace_back(seed.bytes);
  }
}

int ScanTarget::run(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ImportSpec spec;
  spec.format = m_format;
  fs::path file;
  if (m_templates.empty() || looksLikeHdf5(bytes)) {
    file = inputFile(m_fileName, bytes);
  } else {
    Choices choices(bytes);
    file = choices.of(m_templates).change(m_fileName, choices);
    changeSpec(spec, choices);
  }
  if (const auto opened = ScanFile::open(file); fine(opened)) {
    for (const ScanFormat& format : scanFormats()) (void)format.recognises(*opened);
    (void)fine(datasetChoices(*opened));
  }
  importWhole(file, spec);
  return 0;
}

}  // namespace ptycho::fuzz
