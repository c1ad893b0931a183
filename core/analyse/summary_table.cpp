#include "core/analyse/summary_table.h"

#include <optional>

#include "core/evaluate/evaluation_summary.h"

namespace ptycho {

namespace {

std::string headOf(const EvaluationColumn& column) {
  return column.unit.empty() ? column.label : column.label + " [" + column.unit + "]";
}

/// What a flat picture has for a column: only the two errors are known.
std::optional<std::string> flatKey(const std::string& key) {
  if (key == "amplitude_nrmse") return "flat_amplitude_nrmse";
  if (key == "phase_nrmse") return "flat_phase_nrmse";
  return std::nullopt;
}

}  // namespace

const std::vector<std::string>& paperColumns() {
  static const std::vector<std::string> columns{"amplitude_nrmse", "phase_nrmse", "amplitude_psnr", "phase_psnr",
                                                "amplitude_ssim",  "phase_ssim",  "residual",       "seconds"};
  return columns;
}

TextTable summaryTable(const std::vector<NamedEvaluation>& evaluations, const std::vector<std::string>& columns,
                       bool with_flat) {
  TextTable table;
  const bool several = evaluations.size() > 1;
  if (several) table.header.emplace_back("evaluation");
  table.header.insert(table.header.end(), {"method", "images"});
  for (const auto& key : columns) table.header.push_back(headOf(evaluationColumn(key)));
  for (const auto& [name, evaluation] : evaluations) {
    const auto addRow = [&](const std::string& method, int number, bool flat) {
      std::vector<std::string> row;
      if (several) row.push_back(name);
      row.insert(row.end(), {method, std::to_string(evaluation->images)});
      for (const auto& key : columns) {
        const auto shown = flat ? flatKey(key) : std::optional(key);
        row.push_back(shown ? summaryText(summarise(*evaluation, number, evaluationColumn(*shown))) : "");
      }
      table.rows.push_back(std::move(row));
    };
    if (with_flat && !evaluation->methods.empty()) addRow("flat picture", 0, true);
    for (std::size_t m = 0; m < evaluation->methods.size(); ++m) {
      addRow(evaluation->methods[m], static_cast<int>(m), false);
    }
  }
  return table;
}

}  // namespace ptycho
