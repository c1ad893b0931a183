#include "core/study/report_html.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text_table.h"
#include "core/study/html_text.h"
#include "core/study/report_failures.h"
#include "core/study/report_trainings.h"
#include "core/study/study_estimate.h"
#include "core/study/study_table.h"

namespace ptycho {

namespace {

constexpr const char* kStyle = R"(
:root{color-scheme:light dark;--ink:#1c2530;--soft:#5b6875;--paper:#ffffff;--band:#f2f4f7;--rule:#d5dae0;
--c0:#0b66c3;--c1:#c8500a;--c2:#1d8a4a;--c3:#a03fb5;--c4:#8a6d00;--c5:#0f8a96;--c6:#c22f5e;--c7:#5b6875}
@media (prefers-color-scheme:dark){:root{--ink:#e3e8ee;--soft:#9aa7b4;--paper:#151a20;--band:#1e252d;--rule:#36414d;
--c0:#5aa9f7;--c1:#ff9a5c;--c2:#5fd08e;--c3:#d68be8;--c4:#d9bd4a;--c5:#4fcad6;--c6:#ff7fa6;--c7:#9aa7b4}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:1180px;margin:2em auto;
padding:0 1.2em}
h1{font-size:1.6em;margin-bottom:.2em}h2{margin-top:2em;border-bottom:1px solid var(--rule);padding-bottom:.2em}
h3{margin-bottom:.3em}p.note,figcaption,.note{color:var(--soft)}figcaption{font-size:13px;padding-left:4em}
table{border-collapse:collapse;margin:.6em 0;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.25em .8em .25em 0;border-bottom:1px solid var(--rule);vertical-align:top}
th{color:var(--soft);font-weight:600}tr.group td{border-top:2px solid var(--soft)}tr.open td{color:var(--soft)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:1em}figure{margin:0}
svg{width:100%;height:auto}svg text{fill:var(--ink);font-size:12px}svg .tick,svg .label{fill:var(--soft)}
svg .title{font-weight:600;font-size:13px}.grid{stroke:var(--rule);stroke-width:.7}
.axis{fill:none;stroke:var(--soft)}.line{fill:none;stroke-width:1.8}.faint{stroke-opacity:.25;stroke-width:1}
.dashed{stroke-dasharray:6 4}.key{margin-right:1.2em;white-space:nowrap}
.key i{display:inline-block;width:1.6em;border-top:2px solid;margin-right:.4em;vertical-align:middle}
.key i.dashed{border-top-style:dashed}
.case{margin:.5em 0 1em}.case img{max-width:100%;height:auto;display:block;image-rendering:pixelated}
pre{background:var(--band);padding:.8em;overflow:auto;font-size:12.5px;max-height:40em}
code{background:var(--band);padding:.1em .3em}summary{cursor:pointer;font-weight:600;margin:.4em 0}
@media print{body{max-width:none;margin:0}pre{max-height:none;white-space:pre-wrap}}
)";

/// What Qt's rich text knows.
constexpr const char* kPaperStyle = R"(
body{font-family:sans-serif;font-size:8pt;color:#1c2530}h1{font-size:16pt}h2{font-size:12pt}h3{font-size:9.5pt}
table{border-collapse:collapse}th{color:#5b6875;text-align:left}
th,td{font-size:7.5pt;padding:1px 7px 1px 0;border-bottom:1px solid #d5dae0}pre{font-family:monospace;font-size:6pt}
.note{color:#5b6875}summary{font-weight:bold}
)";

std::string paragraph(const std::string& text) { return "<p>" + htmlEscaped(text) + "</p>\n"; }

/// A value and its deviation stay on one line.
std::string together(std::string text) {
  for (auto at = text.find(" ± "); at != std::string::npos; at = text.find(" ± ")) text.replace(at, 4, "\u00A0±\u00A0");
  return text;
}

/// "2026-11-23 03:07" of an ISO 8601 time.
std::string minuteText(std::string time) {
  if (time.size() < 16) return time;
  time.resize(16);
  if (time[10] == 'T') time[10] = ' ';
  return time;
}

/// "6 methods at 20, 40 and 60 px, seeds 1; images: test (20 of dead leaves)"
std::string extent(const StudyResults& results) {
  const StudySpec& spec = results.spec;
  std::vector<std::string> steps, images;
  for (const double step : spec.steps_px) steps.push_back(stepText(step));
  for (const StudyImages& set : spec.images) {
    images.push_back(fmt::format("{} ({} of {})", set.name, set.count > 0 ? std::to_string(set.count) : "all",
                                 set.photos.empty() ? "dead leaves" : set.photos));
  }
  std::string text = fmt::format("{} methods at {} px on the images {}", spec.methods.size(), fmt::join(steps, ", "),
                                 fmt::join(images, ", "));
  if (!spec.trainings.empty()) {
    text += fmt::format("; trainings learn from {}, seed {}",
                        spec.budget.photos.empty() ? "dead leaves" : spec.budget.photos, fmt::join(spec.seeds, ", "));
    if (spec.budget.minutes > 0) text += fmt::format(", {:g} min each", spec.budget.minutes);
    if (spec.budget.steps > 0) text += fmt::format(", {} steps each", spec.budget.steps);
  }
  return text + ".";
}

std::string comparison(const StudyResults& results) {
  const bool published =
      std::ranges::any_of(results.rows, [](const StudyRowResult& row) { return row.published.has_value(); });
  std::string text = "<h2>Comparison</h2>\n";
  const bool sets = results.spec.images.size() > 1;
  std::vector<std::string> heads{"Step", "Method", "Amplitude NRMSE", "Phase NRMSE", "s/image"};
  if (published) heads.insert(heads.end(), {"Published A", "Published φ"});
  if (sets) heads.insert(heads.begin() + 1, "Images");
  HtmlTable table(heads);
  std::string before;
  for (const StudyRowResult& row : results.rows) {
    const std::string group = row.row.images + "/" + stepText(row.row.step_px);
    const bool measured = row.amplitude.count > 0;
    std::vector<std::string> cells{stepText(row.row.step_px) + " px", row.row.method.title,
                                   together(cellText(row, row.amplitude)), together(cellText(row, row.phase)),
                                   measured && !row.row.column.empty() ? fmt::format("{:.2f}", row.seconds.mean) : "–"};
    if (sets) cells.insert(cells.begin() + 1, row.row.images);
    if (published) cells.insert(cells.end(), {publishedText(row, false), publishedText(row, true)});
    table.row(cells, !measured ? "open" : group != before ? "group" : "");
    before = group;
  }
  text += table.text();
  text +=
      "<p class=\"note\">Normalised root-mean-square errors over the whole object, mean ± sample standard deviation "
      "over the images" +
      std::string(results.spec.seeds.size() > 1 ? " of all seeds" : "") +
      ". Flat picture: an object of the middle of the ranges; what is worse than it is broken.</p>\n";
  if (published) text += "<p class=\"note\">" + htmlEscaped(publishedNote()) + "</p>\n";
  for (const std::string& sentence : results.plan.left_out) text += paragraph(sentence);
  for (const std::string& problem : results.problems) text += paragraph("Problem: " + problem);
  return text;
}

std::string settings(const StudyResults& results) {
  std::string text = "<h2>Runs</h2>\n";
  HtmlTable table({"Run", "State", "Time", "Began", "Version", "Command"});
  for (std::size_t k = 0; k < results.children.size(); ++k) {
    const ChildState& child = results.children[k];
    table.row({child.id, childStateText(child), child.state ? estimateText(child.elapsed_s) : "–",
               minuteText(child.started_at), child.version,
               fmt::format("ptychodesk-cli {}", fmt::join(results.plan.children[k].arguments, " "))});
  }
  text += table.text();
  text += "<p class=\"note\">Commands are run in the study's folder.</p>\n<h2>Settings</h2>\n";
  const auto block = [&text](const std::string& title, const Json& json) {
    text += "<details><summary>" + htmlEscaped(title) + "</summary><pre>" + htmlEscaped(jsonText(json, 2)) +
            "</pre></details>\n";
  };
  block("Program and computer", results.environment);
  block("Study", studySpecToJson(results.spec));
  for (const StudyFile& file : results.plan.files) block(file.path, file.content);
  return text;
}

}  // namespace

std::string studyHtml(const StudyResults& results, const std::filesystem::path& study, ReportMedium medium) {
  const std::string& name = results.spec.title.empty() ? results.spec.name : results.spec.title;
  const auto done = std::ranges::count_if(results.children, &ChildState::isDone);
  std::string text =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
      "content=\"width=device-width\"/>\n<title>" +
      htmlEscaped(name) + "</title>\n<style>" + (medium == ReportMedium::Print ? kPaperStyle : kStyle) +
      "</style>\n</head>\n<body>\n<h1>" + htmlEscaped(name) + "</h1>\n";
  text += paragraph(fmt::format("{} of {} runs done. {}", done, results.children.size(), results.spec.help));
  text += paragraph(extent(results));
  text += comparison(results);
  text += trainingsHtml(results, medium);
  text += failuresHtml(results, study, medium);
  text += settings(results);
  return text + "</body>\n</html>\n";
}

}  // namespace ptycho
