#include "core/learn/trained_network.h"

#include <array>
#include <utility>

namespace ptycho {

namespace {

using Number = std::pair<const char*, double ValidationRecord::*>;
constexpr std::array<Number, 7> kNumbers{{{"amplitude_nrmse", &ValidationRecord::amplitude_nrmse},
                                          {"phase_nrmse", &ValidationRecord::phase_nrmse},
                                          {"batch_amplitude_nrmse", &ValidationRecord::batch_amplitude_nrmse},
                                          {"batch_phase_nrmse", &ValidationRecord::batch_phase_nrmse},
                                          {"flat_amplitude_nrmse", &ValidationRecord::flat_amplitude_nrmse},
                                          {"flat_phase_nrmse", &ValidationRecord::flat_phase_nrmse},
                                          {"seconds", &ValidationRecord::seconds}}};

}  // namespace

Json validationRecordToJson(const ValidationRecord& record) {
  Json json{{"step", record.step}, {"best", record.best}};
  for (const auto& [key, member] : kNumbers) json[key] = jsonNumber(record.*member);
  return json;
}

Result<ValidationRecord> validationRecordFromJson(const Json& json) {
  if (!json.is_object() || !json.contains("step") || !json["step"].is_number_integer()) {
    return badInput("is not a validation record: it has no whole number \"step\".", "history");
  }
  ValidationRecord record;
  record.step = json["step"].get<std::int64_t>();
  record.best = json.value("best", Json(false)) == Json(true);
  for (const auto& [key, member] : kNumbers) {
    if (json.contains(key)) record.*member = jsonToNumber(json[key]);
  }
  return record;
}

}  // namespace ptycho
