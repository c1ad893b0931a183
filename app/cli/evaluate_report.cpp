#include "app/cli/evaluate_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/evaluate/evaluation_summary.h"

namespace ptycho::cli {

namespace {

constexpr std::size_t kEnoughForRanks = 8;  // images, below which rank correlations say nothing
constexpr std::size_t kProblemsShown = 5;

ColumnSummary summaryOf(const Evaluation& evaluation, int method, const char* key) {
  return summarise(evaluation, method, evaluationColumn(key));
}

/// fmt counts bytes that the terminal does not show.
std::string padded(const std::string& text, std::size_t width) {
  const auto shown = static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  return text + std::string(width > shown ? width - shown : 0, ' ');
}

void printRow(const std::string& name, const std::vector<std::string>& cells) {
  std::string line = padded(name, 12);
  for (const auto& cell : cells) line += "  " + padded(cell, 18);
  line.erase(line.find_last_not_of(' ') + 1);
  fmt::print("{}\n", line);
}

void printTable(const Evaluation& evaluation) {
  const std::vector<const char*> keys{"amplitude_nrmse", "phase_nrmse", "amplitude_ssim", "phase_ssim", "residual",
                                      "seconds"};
  std::vector<std::string> heads;
  for (const char* key : keys) {
    const EvaluationColumn& column = evaluationColumn(key);
    heads.push_back(column.unit.empty() ? column.label : column.label + " [" + column.unit + "]");
  }
  printRow("mean ± std", heads);
  for (int m = 0; m < static_cast<int>(evaluation.methods.size()); ++m) {
    std::vector<std::string> cells;
    for (const char* key : keys) cells.push_back(summaryText(summaryOf(evaluation, m, key)));
    printRow(evaluation.methods[static_cast<std::size_t>(m)], cells);
  }
  printRow("flat picture", {summaryText(summaryOf(evaluation, 0, "flat_amplitude_nrmse")),
                            summaryText(summaryOf(evaluation, 0, "flat_phase_nrmse"))});
}

void printDetails(const Evaluation& evaluation, int method) {
  const ColumnSummary amplitude = summaryOf(evaluation, method, "amplitude_nrmse");
  const ColumnSummary phase = summaryOf(evaluation, method, "phase_nrmse");
  if (amplitude.count == 0) return;
  const auto mean = [&](const char* key) { return 100 * summaryOf(evaluation, method, key).mean; };
  fmt::print("{}: median {:.4f}/{:.4f}, worst {:.4f} (image {})/{:.4f} (image {}); {:.0f} % of the amplitude's squared "
             "error lies in the dark ({:.0f} % of the object), {:.0f} % in the rim ({:.0f} %)\n",
             evaluation.methods[static_cast<std::size_t>(method)], amplitude.median, phase.median, amplitude.worst,
             amplitude.worst_image, phase.worst, phase.worst_image, mean("dark_error_share"), mean("dark_area_share"),
             mean("rim_error_share"), mean("rim_area_share"));
  if (amplitude.count < kEnoughForRanks) return;
  fmt::print("  rank correlation with amplitude/phase error:");
  const char* separator = " ";
  for (const auto& influence : featureInfluences(evaluation, method)) {
    fmt::print("{}{} {:+.2f}/{:+.2f}", separator, influence.feature->key, influence.amplitude, influence.phase);
    separator = ", ";
  }
  fmt::print("\n");
}

void printProblems(const Evaluation& evaluation) {
  std::size_t count = 0;
  for (const auto& record : evaluation.records) {
    if (record.problem.empty()) continue;
    if (++count <= kProblemsShown) {
      fmt::print("image {}, {}: {}\n", record.image, evaluation.methods[static_cast<std::size_t>(record.method)],
                 record.problem);
    }
  }
  if (count > kProblemsShown) fmt::print("… and {} more problems\n", count - kProblemsShown);
}

}  // namespace

std::string figureText(const Evaluation& evaluation, int method) {
  const ColumnSummary amplitude = summaryOf(evaluation, method, "amplitude_nrmse");
  const auto images = std::ranges::count(evaluation.records, method, &EvaluationRecord::method);
  std::string text = evaluation.methods.size() > 1 ? evaluation.methods[static_cast<std::size_t>(method)] + ": " : "";
  text += fmt::format("amplitude NRMSE {}, phase NRMSE {}, flat {:.4f}/{:.4f}, {} image{}", summaryText(amplitude),
                      summaryText(summaryOf(evaluation, method, "phase_nrmse")),
                      summaryOf(evaluation, method, "flat_amplitude_nrmse").mean,
                      summaryOf(evaluation, method, "flat_phase_nrmse").mean, images, images == 1 ? "" : "s");
  if (images < evaluation.images) text += fmt::format(" of {}", evaluation.images);
  return text;
}

void printEvaluation(const EvaluateOutcome& outcome) {
  const Evaluation& evaluation = outcome.evaluation;
  const int methods = static_cast<int>(evaluation.methods.size());
  if (!outcome.network.empty()) fmt::print("network: {}\n", outcome.network);
  if (!outcome.chain.empty()) fmt::print("chain: {}\n", outcome.chain);
  printTable(evaluation);
  for (int m = 0; m < methods; ++m) printDetails(evaluation, m);
  printProblems(evaluation);
  fmt::print("{} of {} images in {:.1f} s, {} estimates kept → {}\n",
             evaluation.records.size() / static_cast<std::size_t>(methods), evaluation.images, evaluation.seconds,
             evaluation.kept.size(), outcome.file.string());
  for (int m = 0; m < methods; ++m) fmt::print("{}\n", figureText(evaluation, m));
}

Json evaluationJson(const EvaluateOutcome& outcome) {
  const Evaluation& evaluation = outcome.evaluation;
  Json influences = Json::object();
  for (std::size_t m = 0; m < evaluation.methods.size(); ++m) {
    for (const auto& influence : featureInfluences(evaluation, static_cast<int>(m))) {
      influences[evaluation.methods[m]][influence.feature->key] = {{"amplitude", jsonNumber(influence.amplitude)},
                                                                   {"phase", jsonNumber(influence.phase)}};
    }
  }
  Json problems = Json::array();
  for (const auto& record : evaluation.records) {
    if (!record.problem.empty()) {
      problems.push_back({{"image", record.image},
                          {"method", evaluation.methods[static_cast<std::size_t>(record.method)]},
                          {"problem", record.problem}});
    }
  }
  return {{"methods", summaryJson(evaluation)},
          {"rank_correlations", std::move(influences)},
          {"problems", std::move(problems)},
          {"records", evaluation.records.size()},
          {"images", evaluation.images},
          {"kept", evaluation.kept.size()},
          {"network", outcome.network},
          {"chain", outcome.chain},
          {"seconds", evaluation.seconds},
          {"completion", outcome.stopped() ? "stopped" : "done"},
          {"peak_memory_mb", std::round(1e-6 * static_cast<double>(peakMemoryBytes()))},
          {"result", outcome.file.string()},
          {"csv", outcome.csv.string()},
          {"run_folder", outcome.run_folder.string()}};
}

}  // namespace ptycho::cli
