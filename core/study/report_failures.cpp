#include "core/study/report_failures.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/analyse/failure_report.h"
#include "core/base/text_table.h"
#include "core/store/evaluation_file.h"
#include "core/study/html_text.h"
#include "core/study/report_pictures.h"

namespace ptycho {

namespace {

constexpr std::size_t kSlices = 8;
constexpr std::size_t kWorst = 10;
constexpr std::size_t kEnoughImages = 8;
constexpr int kPaperWidth_px = 670;

std::string correlationText(const RankCorrelation& correlation) {
  if (!std::isfinite(correlation.rho)) return "–";
  return fmt::format("{:+.2f} ({:+.2f} to {:+.2f})", correlation.rho, correlation.low, correlation.high);
}

std::string causes(const FailureReport& report) {
  HtmlTable table({"Property of the image", "Rank correlation with the error (95 %)", "In the images held back", ""});
  std::string chance;
  bool any = false;
  for (const FailureCause& cause : report.causes) {
    if (!cause.all.isDistinguishable()) {
      if (!std::isfinite(cause.all.rho)) continue;
      if (!chance.empty()) chance += ", ";
      chance += cause.feature->label;
      continue;
    }
    any = true;
    table.row({cause.feature->label, correlationText(cause.all), correlationText(cause.held_back),
               cause.confirmed ? "confirmed" : "not confirmed"});
  }
  std::string text = any ? table.text() : "<p>No property of the images goes with the error beyond chance.</p>\n";
  if (any && !chance.empty()) {
    text += "<p class=\"note\">Not distinguishable from chance: " + htmlEscaped(chance) + ".</p>\n";
  }
  return text;
}

std::string slices(const FailureReport& report) {
  if (report.slices.empty()) return "<p>No slice of the images is worse than the rest beyond chance.</p>\n";
  HtmlTable table({"Slice", "Mean error", "Rest", "Of the excess error", "p (adjusted)", ""});
  for (const FailureSlice& slice : report.slices) {
    table.row({slice.text(), fmt::format("{:.4f}", slice.mean), fmt::format("{:.4f}", slice.rest),
               fmt::format("{:.0f} %", 100 * slice.coverage), fmt::format("{:.1g}", slice.p_adjusted),
               slice.confirmed ? "confirmed" : "not confirmed"});
  }
  return table.text() + fmt::format("<p class=\"note\">{} slices were looked at.</p>\n", report.slices.front().tried);
}

std::string budget(const FailureReport& report) {
  HtmlTable table({"Place", "Of the squared amplitude error", "Of the object"});
  for (const ErrorBudgetRow& row : report.budget) {
    if (row.images == 0) continue;
    table.row({row.place, fmt::format("{:.0f} %", 100 * row.share), fmt::format("{:.0f} %", 100 * row.area)});
  }
  return table.text();
}

/// How large a strip of panels is shown: objects of few pixels larger, on paper as wide as the page.
std::pair<int, int> shownSize(const WorstPanel& panel, ReportMedium medium) {
  if (medium == ReportMedium::Print) return {kPaperWidth_px, kPaperWidth_px * panel.rows / std::max(1, panel.cols)};
  constexpr int kShown_px = 2 * WorstPanel::kPanel_px / 3;
  const int larger = 1 + kShown_px / std::max(1, panel.rows);
  return {larger * panel.cols, larger * panel.rows};
}

std::string pictures(const StudyRowResult& row, const std::filesystem::path& study, ReportMedium medium) {
  auto stored = readEvaluation(study / row.evaluated / run_file::kResult);
  if (!stored || stored->evaluation.kept.empty()) return {};
  const auto& methods = stored->evaluation.methods;
  const auto method = std::ranges::find(methods, row.row.column) - methods.begin();
  std::string text;
  for (const WorstPanel& panel : worstPanels(stored->evaluation, static_cast<int>(method), kWorst)) {
    const auto [width, height] = shownSize(panel, medium);
    text += fmt::format("<p class=\"case\">{}: amplitude {:.4f}, phase {:.4f} <span class=\"note\">(errors ± {:.3g}, "
                        "± {:.3g} rad)</span><br/><img width=\"{}\" height=\"{}\" alt=\"{}\" "
                        "src=\"data:image/jpeg;base64,{}\"/></p>\n",
                        htmlEscaped(panel.name), panel.amplitude_nrmse, panel.phase_nrmse, panel.amplitude_range,
                        panel.phase_range_rad, width, height, htmlEscaped(panel.name),
                        base64(panel.jpeg));
  }
  if (text.empty()) return {};
  return "<details><summary>Worst images</summary>\n<p class=\"note\">Truth, estimate and signed error of the "
         "amplitude, "
         "then of the phase; blue: too small, red: too large.</p>\n" +
         text + "</details>\n";
}

}  // namespace

std::string failuresHtml(const StudyResults& results, const std::filesystem::path& study, ReportMedium medium) {
  std::string text;
  for (const StudyRowResult& row : results.rows) {
    if (row.evaluated.empty() || row.evaluation.records.empty()) continue;
    const FailureReport report = failureReport(row.evaluation, 0, ErrorKind::Sum, kSlices);
    text += fmt::format("<h3>{}, {} px, {}</h3>\n", htmlEscaped(row.row.method.title), stepText(row.row.step_px),
                        htmlEscaped(row.row.images));
    text += fmt::format("<p>{} images, median {} {:.4f}.", report.images, errorTitle(ErrorKind::Sum), report.median);
    if (report.without_error > 0) text += fmt::format(" {} have no estimate.", report.without_error);
    text += "</p>\n";
    if (report.images >= kEnoughImages) text += causes(report) + slices(report);
    text += budget(report) + pictures(row, study, medium);
  }
  if (text.empty()) return {};
  return "<h2>Why images fail</h2>\n<p class=\"note\">Rank correlations after Spearman with intervals after Bonett and "
         "Wright; slices by Mann-Whitney tests, adjusted after Benjamini and Hochberg. Confirmed: found in one half of "
         "the images and shown by the other as well.</p>\n" + text;
}

}  // namespace ptycho
