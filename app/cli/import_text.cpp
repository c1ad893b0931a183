#include "app/cli/import_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/spec_options.h"

namespace ptycho::cli {

namespace {

/// "29.3 nm"
std::string lengthText(double metres) {
  if (metres >= 1e-3) return fmt::format("{:.3g} mm", 1e3 * metres);
  if (metres >= 1e-6) return fmt::format("{:.3g} µm", 1e6 * metres);
  if (metres >= 1e-9) return fmt::format("{:.3g} nm", 1e9 * metres);
  return fmt::format("{:.3g} pm", 1e12 * metres);
}

struct ConventionLine {
  std::string what;     ///< "First column is: x"
  std::string certain;  ///< "format"
  std::string reason;
  std::string option;   ///< "--position-axes"
};

ConventionLine lineOf(const Convention& convention) {
  const auto* field = findField<ImportSpec>(convention.key);
  if (!field) return {convention.key + ": " + convention.value, certaintyName(convention.certainty), convention.reason, {}};
  const std::string names = optionNames(field->info);
  const std::string unit = field->info.unit.empty() ? std::string() : " " + field->info.unit;
  return {field->info.label + ": " + fieldLabel(field->info, convention.value) + unit,
          certaintyName(convention.certainty), convention.reason, names.substr(0, names.find(','))};
}

/// Characters, not bytes.
std::size_t widthOf(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}
std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, widthOf(text)), ' ');
}

void printConventions(const std::vector<Convention>& conventions) {
  std::vector<ConventionLine> lines;
  std::ranges::transform(conventions, std::back_inserter(lines), lineOf);
  std::size_t what = 0;
  std::size_t option = 0;
  for (const ConventionLine& line : lines) {
    what = std::max(what, widthOf(line.what));
    option = std::max(option, widthOf(line.option));
  }
  if (!lines.empty()) fmt::print("Conventions, and the options that change them:\n");
  for (const ConventionLine& line : lines) {
    fmt::print("  {}  {}  {}  {}\n", padded(line.what, what), padded(line.certain, 7), padded(line.option, option),
               line.reason);
  }
}

std::string sentence(const std::string& text, const std::string& more) { return more.empty() ? text : text + " " + more; }

}  // namespace

std::string figuresText(const ImportFigures& figures) {
  const std::string pixel =
      figures.object_pixel_m > 0 ? lengthText(figures.object_pixel_m) + " pixels" : std::string("pixels of unknown size");
  return fmt::format("{} patterns of {} × {} px, object {} × {} px, {}", figures.patterns, figures.window_px,
                     figures.window_px, figures.object_rows, figures.object_cols, pixel);
}

Json importOutcomeJson(const ImportOutcome& outcome) {
  const ImportFigures& figures = outcome.figures;
  return {{"written", outcome.written.string()},
          {"patterns", figures.patterns},
          {"window_px", figures.window_px},
          {"object_rows", figures.object_rows},
          {"object_cols", figures.object_cols},
          {"object_pixel_m", figures.object_pixel_m > 0 ? Json(figures.object_pixel_m) : Json()},
          {"propagation", figures.propagation == Propagation::NearField ? "near-field" : "far-field"},
          {"geometry", figures.geometry ? specToJson(*figures.geometry) : Json()},
          {"report", importReportToJson(outcome.report)}};
}

void printImportReport(const ImportReport& report) {
  fmt::print("{}: {}\n", report.file, report.title);
  printConventions(report.conventions);
  if (!report.checks.empty()) fmt::print("Checks:\n");
  for (const ImportCheck& check : report.checks) {
    fmt::print("  {}  {}\n", padded(checkLevelName(check.level), 7), sentence(check.text, check.remedy));
  }
  for (const std::string& note : report.notes) fmt::print("Note: {}\n", note);
  if (!report.ignored.empty()) fmt::print("Not used: {}\n", fmt::join(report.ignored, ", "));
}

void printImportOutcome(const ImportOutcome& outcome) {
  printImportReport(outcome.report);
  if (!outcome.passing) fmt::print("→ {}\n", outcome.written.string());
  fmt::print("{}\n", figuresText(outcome.figures));
}

}  // namespace ptycho::cli
