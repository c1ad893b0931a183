#include "app/cli/import_job.h"

#include <fmt/format.h>

#include "app/cli/import_text.h"
#include "core/import/scan_format.h"
#include "core/store/acquisition_file.h"
#include "core/store/scan_preview_file.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

/// Patterns that go from file to file: tells how far it has come, and stops on request.
class WatchedPatterns final : public PatternSource {
 public:
  WatchedPatterns(std::shared_ptr<PatternSource> patterns, RunContext& context)
      : m_patterns(std::move(patterns)), m_context(context) {}

  [[nodiscard]] std::size_t count() const override { return m_patterns->count(); }
  [[nodiscard]] std::size_t rows() const override { return m_patterns->rows(); }
  [[nodiscard]] std::size_t cols() const override { return m_patterns->cols(); }
  [[nodiscard]] std::uint64_t memoryBytes() const override { return m_patterns->memoryBytes(); }
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, float* intensities) override {
    if (!m_context.keepGoing()) {
      return fail(ErrorCode::Failed, "was stopped before all patterns were written; nothing was imported.");
    }
    PTYCHO_CHECK(m_patterns->read(first, count, intensities));
    m_context.progress({"writing", static_cast<std::int64_t>(first + count), static_cast<std::int64_t>(this->count())});
    return {};
  }

 private:
  std::shared_ptr<PatternSource> m_patterns;
  RunContext& m_context;
};

}  // namespace

Result<ImportOutcome> importScan(const ImportJob& job, const fs::path& acquisition, RunSession& session) {
  PTYCHO_TRY(const RawScan raw, openScan(job.file, job.spec));
  PTYCHO_TRY(PreparedScan prepared, prepareScan(raw, job.spec, session));
  Acquisition& scan = prepared.acquisition;
  if (scan.source) scan.source = std::make_shared<WatchedPatterns>(std::move(scan.source), session);
  PTYCHO_CHECK(session.writeWithRoom([&] { return writeAcquisition(acquisition, scan); }));
  ImportOutcome outcome;
  outcome.figures = {scan.patternCount(), static_cast<int>(scan.patternRows()), scan.scan.object_rows,
                     scan.scan.object_cols, prepared.object_pixel_m, scan.propagation, scan.geometry};
  outcome.report = std::move(prepared.report);
  outcome.written = acquisition;
  session.event({{"event", std::string("imported")},
                 {"format", outcome.report.format},
                 {"patterns", static_cast<std::int64_t>(outcome.figures.patterns)},
                 {"window_px", std::int64_t{outcome.figures.window_px}},
                 {"object_rows", std::int64_t{outcome.figures.object_rows}},
                 {"object_cols", std::int64_t{outcome.figures.object_cols}},
                 {"object_pixel_m", outcome.figures.object_pixel_m}});
  session.finish(Completion::Done, figuresText(outcome.figures) + ".");
  return outcome;
}

Result<ImportOutcome> previewForeignScan(const ImportJob& job, const fs::path& preview) {
  PTYCHO_TRY(const RawScan raw, openScan(job.file, job.spec));
  PTYCHO_TRY(const ScanPreview look, previewScan(raw, job.spec));
  PTYCHO_CHECK(writeScanPreview(preview, look));
  ImportOutcome outcome;
  outcome.figures = {look.scan.positions.size(), look.scan.window_px, look.scan.object_rows, look.scan.object_cols,
                     look.object_pixel_m, look.propagation, look.geometry};
  outcome.report = look.report;
  outcome.written = preview;
  return outcome;
}

Json errorJson(const Error& error) {
  return {{"code", static_cast<int>(error.code)}, {"message", error.message}, {"where", error.where}};
}

Result<Error> errorFromJson(const Json& json) {
  const double code = numberAt(json, "code");
  if (!(code >= 0 && code <= static_cast<double>(ErrorCode::Failed))) return badInput("is no error.");
  return Error{static_cast<ErrorCode>(static_cast<int>(code)), stringAt(json, "message"), stringAt(json, "where")};
}

Result<ImportSpec> readImportSpec(const fs::path& file) {
  PTYCHO_TRY(const Json json, readJsonFile(file));
  ImportSpec spec;
  const bool ofRun = json.is_object() && json.contains("import");
  if (auto read = specFromJson(spec, ofRun ? json["import"] : json); !read) return passOn(read.error(), file.string());
  return spec;
}

Json importSpecJson(const ImportSpec& spec) {
  ImportSpec whole = spec;
  for (std::string* path : {&whole.positions_file, &whole.patterns_file}) {
    if (!path->empty()) *path = fs::absolute(*path).string();
  }
  return specToJson(whole);
}

}  // namespace ptycho::cli
