#include "core/train/training_state.h"

#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "core/train/same_training.h"

namespace ptycho {

namespace {

void addGroup(TrainingState& state, std::string_view group, std::vector<NamedTensor> tensors) {
  for (NamedTensor& tensor : tensors) {
    tensor.layout.name = std::string(group) + "." + tensor.layout.name;
    state.tensors.push_back(std::move(tensor));
  }
}

std::vector<NamedTensor> takeGroup(const TrainingState& state, std::string_view group) {
  const std::string prefix = std::string(group) + ".";
  std::vector<NamedTensor> tensors;
  for (const NamedTensor& tensor : state.tensors) {
    if (!tensor.layout.name.starts_with(prefix)) continue;
    tensors.push_back(tensor);
    tensors.back().layout.name.erase(0, prefix.size());
  }
  return tensors;
}

std::vector<NamedTensor> named(const std::vector<std::string>& names, const std::vector<torch::Tensor>& tensors) {
  std::vector<NamedTensor> list;
  for (std::size_t k = 0; k < names.size(); ++k) list.push_back(toNamedTensor(names[k], tensors[k]));
  return list;
}

Result<void> copyMoments(const TrainingState& state, std::string_view group, const std::vector<std::string>& names,
                         std::vector<torch::Tensor>& moments) {
  std::unordered_map<std::string_view, const NamedTensor*> found;
  for (const NamedTensor& tensor : state.tensors) found[tensor.layout.name] = &tensor;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string name = std::string(group) + "." + names[k];
    const auto entry = found.find(name);
    if (entry == found.end()) return badInput("is missing in the checkpoint.", name);
    const torch::Tensor values = fromNamedTensor(*entry->second);
    if (values.sizes() != moments[k].sizes() || values.scalar_type() != moments[k].scalar_type()) {
      return badInput(fmt::format("is {}, which does not fit the parameter.", entry->second->layout.text()), name);
    }
    const torch::NoGradGuard noGradients;
    moments[k].copy_(values);
  }
  return {};
}

Json numbersToJson(const TrainingNumbers& numbers) {
  Json json{{"step", numbers.step},
            {"validated_step", numbers.validated_step},
            {"seconds", jsonNumber(numbers.seconds)},
            {"waited_s", jsonNumber(numbers.waited_s)},
            {"smoothed_loss", jsonNumber(numbers.guard.smoothed)},
            {"smallest_loss", jsonNumber(numbers.guard.smallest)},
            {"history", Json::array()}};
  for (const auto& record : numbers.history) json["history"].push_back(validationRecordToJson(record));
  if (numbers.best) json["best"] = validationRecordToJson(*numbers.best);
  return json;
}

Result<TrainingNumbers> numbersFromJson(const Json& json) {
  TrainingNumbers numbers;
  const auto whole = [&json](const char* key, std::int64_t& value) -> Result<void> {
    if (!json.contains(key) || !json[key].is_number_integer()) return badInput("is not a whole number.", key);
    value = json[key].get<std::int64_t>();
    return {};
  };
  PTYCHO_CHECK(whole("step", numbers.step));
  PTYCHO_CHECK(whole("validated_step", numbers.validated_step));
  if (numbers.step < 0) return badInput("is negative.", "step");
  const auto number = [&json](const char* key) { return json.contains(key) ? jsonToNumber(json[key]) : 0.0; };
  numbers.seconds = number("seconds");
  numbers.waited_s = number("waited_s");
  numbers.guard.smoothed = number("smoothed_loss");
  numbers.guard.smallest = number("smallest_loss");
  if (json.contains("history")) {
    for (const Json& item : json["history"]) {
      PTYCHO_TRY(ValidationRecord record, validationRecordFromJson(item));
      numbers.history.push_back(record);
    }
  }
  if (json.contains("best")) {
    PTYCHO_TRY(numbers.best, validationRecordFromJson(json["best"]));
  }
  return numbers;
}

}  // namespace

TrainingState packTraining(const TrainingSpec& spec, const TrainingParts& parts) {
  TrainingState state;
  addGroup(state, "weights", networkWeights(parts.network));
  addGroup(state, "adam_mean", named(parts.optimiser.names(), parts.optimiser.means()));
  addGroup(state, "adam_square", named(parts.optimiser.names(), parts.optimiser.squares()));
  if (parts.average) {
    const WithAverage averaged(parts.average);
    addGroup(state, "average", networkWeights(parts.network));
  }
  addGroup(state, "best", parts.best);
  state.values = numbersToJson(parts.numbers);
  state.values["spec"] = trainingSpecToJson(spec);
  return state;
}

Result<void> unpackTraining(const TrainingState& state, const TrainingSpec& spec, const TrainingParts& parts) {
  if (!state.values.is_object() || !state.values.contains("spec")) {
    return badInput("has no specification: it is not the checkpoint of a training.", "checkpoint");
  }
  auto begun = trainingSpecFromJson(state.values["spec"]);
  if (!begun) return passOn(begun.error(), "checkpoint");
  PTYCHO_CHECK(checkSameTraining(*begun, spec));
  auto numbers = numbersFromJson(state.values);
  if (!numbers) return passOn(numbers.error(), "checkpoint");
  parts.numbers = std::move(*numbers);
  if (parts.average) {
    const WithAverage averaged(parts.average);
    PTYCHO_CHECK(loadNetworkWeights(parts.network, takeGroup(state, "average")));
  }
  PTYCHO_CHECK(loadNetworkWeights(parts.network, takeGroup(state, "weights")));
  PTYCHO_CHECK(copyMoments(state, "adam_mean", parts.optimiser.names(), parts.optimiser.means()));
  PTYCHO_CHECK(copyMoments(state, "adam_square", parts.optimiser.names(), parts.optimiser.squares()));
  parts.optimiser.setSteps(parts.numbers.step);
  parts.best = takeGroup(state, "best");
  return {};
}

}  // namespace ptycho
