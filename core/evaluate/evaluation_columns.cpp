#include "core/evaluate/evaluation_columns.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "core/base/text_table.h"

namespace ptycho {

namespace {

template <auto Member>
EvaluationColumn column(const char* key, const char* label, const char* unit, WorstEnd worst) {
  return {key, label, unit, worst,
          [](const EvaluationRecord& record) { return static_cast<double>(record.*Member); },
          [](EvaluationRecord& record, double value) {
            using Value = std::remove_reference_t<decltype(record.*Member)>;
            // A file may hold any number; a cast of one outside the range of int would be undefined.
            if (std::is_same_v<Value, double> || std::abs(value) < 2e9) record.*Member = static_cast<Value>(value);
          }};
}
template <auto Member>
EvaluationColumn share(const char* key, const char* label, bool addedLater = false) {
  return {key, label, "", WorstEnd::Neither, [](const EvaluationRecord& record) { return record.shares.*Member; },
          [](EvaluationRecord& record, double value) { record.shares.*Member = value; }, addedLater};
}
template <auto Member>
EvaluationColumn feature(const char* key, const char* label) {
  return {key, label, "", WorstEnd::Neither, [](const EvaluationRecord& record) { return record.features.*Member; },
          [](EvaluationRecord& record, double value) { record.features.*Member = value; }};
}

constexpr const char* kFirstFeature = "mean_luma";

}  // namespace

const std::vector<EvaluationColumn>& evaluationColumns() {
  using R = EvaluationRecord;
  static const std::vector<EvaluationColumn> columns{
      column<&R::amplitude_nrmse>("amplitude_nrmse", "Amplitude NRMSE", "", WorstEnd::Highest),
      column<&R::phase_nrmse>("phase_nrmse", "Phase NRMSE", "", WorstEnd::Highest),
      column<&R::amplitude_psnr>("amplitude_psnr", "Amplitude PSNR", "dB", WorstEnd::Lowest),
      column<&R::phase_psnr>("phase_psnr", "Phase PSNR", "dB", WorstEnd::Lowest),
      column<&R::amplitude_ssim>("amplitude_ssim", "Amplitude SSIM", "", WorstEnd::Lowest),
      column<&R::phase_ssim>("phase_ssim", "Phase SSIM", "", WorstEnd::Lowest),
      column<&R::residual>("residual", "Residual", "", WorstEnd::Highest),
      column<&R::seconds>("seconds", "Time", "s", WorstEnd::Highest),
      column<&R::predict_seconds>("predict_seconds", "Time of the prediction", "s", WorstEnd::Highest),
      column<&R::iterations>("iterations", "Iterations", "", WorstEnd::Neither),
      column<&R::flat_amplitude_nrmse>("flat_amplitude_nrmse", "Flat amplitude NRMSE", "", WorstEnd::Highest),
      column<&R::flat_phase_nrmse>("flat_phase_nrmse", "Flat phase NRMSE", "", WorstEnd::Highest),
      share<&ErrorShares::dark>("dark_error_share", "Share of the error in the dark"),
      share<&ErrorShares::rim>("rim_error_share", "Share of the error in the rim"),
      share<&ErrorShares::dark_area>("dark_area_share", "Dark share of the object"),
      share<&ErrorShares::rim_area>("rim_area_share", "Rim's share of the object"),
      share<&ErrorShares::seam>("seam_error_share", "Share of the error at seams of windows", true),
      share<&ErrorShares::seam_area>("seam_area_share", "Seams' share of the object", true),
      share<&ErrorShares::uniform>("flat_error_share", "Share of the error in flat regions", true),
      share<&ErrorShares::uniform_area>("flat_area_share", "Flat regions' share of the object", true),
      feature<&ImageFeatures::mean_luma>(kFirstFeature, "Mean luma"),
      feature<&ImageFeatures::local_contrast>("local_contrast", "Local contrast"),
      feature<&ImageFeatures::gradient_energy>("gradient_energy", "Gradient energy"),
      feature<&ImageFeatures::high_frequency_share>("high_frequency_share", "High-frequency share"),
      feature<&ImageFeatures::uniform_share>("uniform_share", "Uniform share"),
      feature<&ImageFeatures::limit_share>("limit_share", "Share near the range's ends")};
  return columns;
}

const EvaluationColumn& evaluationColumn(std::string_view key) {
  const auto& columns = evaluationColumns();
  const auto found = std::ranges::find(columns, key, &EvaluationColumn::key);
  if (found == columns.end()) throw std::invalid_argument("evaluationColumn: no column " + std::string(key));
  return *found;
}

std::vector<const EvaluationColumn*> featureColumns() {
  std::vector<const EvaluationColumn*> features;
  for (const auto& column : evaluationColumns()) {
    if (!features.empty() || column.key == kFirstFeature) features.push_back(&column);
  }
  return features;
}

Event evaluationEvent(const EvaluationRecord& record, const std::vector<std::string>& methods) {
  const std::string& method = methods[static_cast<std::size_t>(record.method)];
  Event event{{"image", record.image}, {"name", record.name}, {"method", method}};
  for (const auto& column : evaluationColumns()) event.emplace_back(column.key, column.get(record));
  if (!record.problem.empty()) event.emplace_back("problem", record.problem);
  return event;
}

std::optional<EvaluationRecord> evaluationRecordOf(const Json& event, const std::vector<std::string>& methods) {
  if (!event.is_object() || !event.contains("image") || !event["image"].is_number_integer()) return std::nullopt;
  const auto method = std::ranges::find(methods, stringAt(event, "method"));
  if (method == methods.end()) return std::nullopt;
  EvaluationRecord record;
  record.image = event["image"].get<std::int64_t>();
  record.name = stringAt(event, "name");
  record.method = static_cast<int>(method - methods.begin());
  record.problem = stringAt(event, "problem");
  for (const auto& column : evaluationColumns()) {
    const auto number = event.find(column.key);
    if (number == event.end() && !column.added_later) return std::nullopt;
    column.set(record, number == event.end() ? EvaluationRecord::kNone : jsonToNumber(*number));
  }
  return record;
}

std::string evaluationCsv(const Evaluation& evaluation) {
  std::string text = "image,name,method";
  for (const auto& column : evaluationColumns()) text += fmt::format(",{}", column.key);
  text += ",problem\r\n";
  for (const auto& record : evaluation.records) {
    text += fmt::format("{},{},{}", record.image, csvEscaped(record.name),
                        csvEscaped(evaluation.methods[static_cast<std::size_t>(record.method)]));
    for (const auto& column : evaluationColumns()) text += fmt::format(",{}", column.get(record));
    text += fmt::format(",{}\r\n", csvEscaped(record.problem));
  }
  return text;
}

}  // namespace ptycho
