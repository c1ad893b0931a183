#include "core/study/study_table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/base/text_table.h"

namespace ptycho {

namespace {

bool hasPublished(const StudyResults& results) {
  return std::ranges::any_of(results.rows, [](const StudyRowResult& row) { return row.published.has_value(); });
}

std::string secondsText(const StudyRowResult& row) {
  return row.seconds.count == 0 || row.row.column.empty() ? "–" : fmt::format("{:.2f}", row.seconds.mean);
}

Json summaryOf(const ColumnSummary& summary, const std::vector<double>& runs) {
  Json json{{"mean", jsonNumber(summary.mean)}, {"std", jsonNumber(summary.deviation)},
            {"median", jsonNumber(summary.median)}, {"worst", jsonNumber(summary.worst)}, {"count", summary.count},
            {"not_finite", summary.not_finite}};
  for (const double mean : runs) json["run_means"].push_back(jsonNumber(mean));
  return json;
}

Json rowJson(const StudyRowResult& result) {
  const StudyRow& row = result.row;
  Json json{{"method", row.method.name}, {"title", row.method.title}, {"step_px", row.step_px},
            {"images", row.images}, {"chain", row.method.chain}, {"training", row.method.training},
            {"runs", row.runs}, {"complete", result.complete}, {"state", result.state},
            {"amplitude_nrmse", summaryOf(result.amplitude, result.run_amplitudes)},
            {"phase_nrmse", summaryOf(result.phase, result.run_phases)},
            {"seconds_per_image", jsonNumber(result.seconds.mean)}};
  if (result.published) {
    json["published"] = {{"method", result.published->title},
                         {"amplitude_nrmse", result.published->amplitude_nrmse},
                         {"phase_nrmse", result.published->phase_nrmse}};
  }
  return json;
}

Json trainingJson(const StudyTrainingResult& training) {
  Json validation = Json::array();
  for (const ValidationPoint& point : training.validation) {
    validation.push_back({{"step", point.step}, {"amplitude_nrmse", jsonNumber(point.amplitude)},
                          {"phase_nrmse", jsonNumber(point.phase)},
                          {"flat_amplitude_nrmse", jsonNumber(point.flat_amplitude)},
                          {"flat_phase_nrmse", jsonNumber(point.flat_phase)}});
  }
  return {{"run", training.id}, {"step_px", training.step_px}, {"title", training.title},
          {"state", childStateText(training.state)}, {"steps", training.steps}, {"seconds", training.seconds},
          {"validation", validation}};
}

}  // namespace

std::string cellText(const StudyRowResult& row, const ColumnSummary& summary) {
  return summary.count > 0 ? summaryText(summary) : "– (" + row.state + ")";
}

std::string publishedText(const StudyRowResult& row, bool phase) {
  if (!row.published) return "–";
  return fmt::format("{:.4f}", phase ? row.published->phase_nrmse : row.published->amplitude_nrmse);
}

std::string publishedNote() {
  const PublishedDeviations deviations;
  return fmt::format("Published: means of the reference study over its 2,414 test photographs; its standard deviations "
                     "are {:.3f} to {:.3f} (amplitude) and {:.3f} to {:.3f} (phase).",
                     deviations.amplitude_low, deviations.amplitude_high, deviations.phase_low,
                     deviations.phase_high);
}

std::string studyCsv(const StudyResults& results) {
  std::string text =
      "images,step_px,method,title,state,amplitude_nrmse_mean,amplitude_nrmse_std,phase_nrmse_mean,phase_nrmse_std,"
      "count,not_finite,seconds_per_image,runs,published_amplitude_nrmse,published_phase_nrmse\r\n";
  for (const StudyRowResult& row : results.rows) {
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},", row.row.images, row.row.step_px,
                        row.row.method.name, csvEscaped(row.row.method.title), csvEscaped(row.state), row.amplitude.mean,
                        row.amplitude.deviation, row.phase.mean, row.phase.deviation, row.amplitude.count,
                        row.amplitude.not_finite, row.seconds.mean, row.row.runs.size());
    text += row.published
                ? fmt::format("{},{}\r\n", row.published->amplitude_nrmse, row.published->phase_nrmse)
                : std::string(",\r\n");
  }
  return text;
}

std::string studyMarkdown(const StudyResults& results) {
  const bool published = hasPublished(results);
  std::string text = "| images | step | method | amplitude NRMSE | phase NRMSE | s/image |";
  text += published ? " published amplitude | published phase |\n" : "\n";
  text += published ? "| --- | --- | --- | --- | --- | --- | --- | --- |\n" : "| --- | --- | --- | --- | --- | --- |\n";
  for (const StudyRowResult& row : results.rows) {
    std::string title = row.row.method.title;
    std::ranges::replace(title, '|', '/');
    text += fmt::format("| {} | {} px | {} | {} | {} | {} |", row.row.images, stepText(row.row.step_px), title,
                        cellText(row, row.amplitude), cellText(row, row.phase), secondsText(row));
    text += published ? fmt::format(" {} | {} |\n", publishedText(row, false), publishedText(row, true)) : "\n";
  }
  if (published) text += fmt::format("\n{}\n", publishedNote());
  return text;
}

std::string studyLatex(const StudyResults& results) {
  const bool published = hasPublished(results);
  std::string text = fmt::format("% {}: mean and sample standard deviation over the images\n", results.spec.title);
  text += published ? "\\begin{tabular}{lrlllll}\n\\toprule\n" : "\\begin{tabular}{lrlll}\n\\toprule\n";
  text += "images & step [px] & method & amplitude NRMSE & phase NRMSE";
  text += published ? " & published $A$ & published $\\varphi$ \\\\\n" : " \\\\\n";
  std::string before;
  for (const StudyRowResult& row : results.rows) {
    const std::string group = row.row.images + "/" + stepText(row.row.step_px);
    if (group != before) text += "\\midrule\n";
    before = group;
    text += fmt::format("{} & {} & {} & {} & {}", latexEscaped(row.row.images), stepText(row.row.step_px),
                        latexEscaped(row.row.method.title), latexEscaped(cellText(row, row.amplitude)),
                        latexEscaped(cellText(row, row.phase)));
    if (published) {
      text += fmt::format(" & {} & {}", latexEscaped(publishedText(row, false)), latexEscaped(publishedText(row, true)));
    }
    text += " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n" + (published ? "% " + publishedNote() + "\n" : std::string());
}

Json studyJson(const StudyResults& results) {
  Json rows = Json::array(), trainings = Json::array(), children = Json::array();
  for (const StudyRowResult& row : results.rows) rows.push_back(rowJson(row));
  for (const StudyTrainingResult& training : results.trainings) trainings.push_back(trainingJson(training));
  for (std::size_t k = 0; k < results.children.size(); ++k) {
    const ChildState& child = results.children[k];
    children.push_back({{"run", child.id}, {"state", childStateText(child)}, {"seconds", child.elapsed_s},
                        {"started_at", child.started_at}, {"version", child.version},
                        {"arguments", results.plan.children[k].arguments}});
  }
  return {{"schema", 1}, {"kind", "study"}, {"rows", rows}, {"trainings", trainings}, {"children", children},
          {"left_out", results.plan.left_out}, {"problems", results.problems}, {"environment", results.environment},
          {"study", studySpecToJson(results.spec)}};
}

}  // namespace ptycho
