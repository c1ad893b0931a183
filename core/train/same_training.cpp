#include "core/train/same_training.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr std::array<std::string_view, 8> kFreeFields{
    "loop.steps",        "loop.budget_minutes", "loop.validate_every",  "loop.record_every", "loop.checkpoint_every_s",
    "loop.device",       "data.loader_threads", "data.cache_gb"};

Result<void> compare(const std::string& place, const Json& begun, const Json& now) {
  if (begun == now || std::ranges::find(kFreeFields, place) != kFreeFields.end()) return {};
  if (begun.is_object() && now.is_object()) {
    for (const auto& [key, value] : begun.items()) {
      PTYCHO_CHECK(compare(place.empty() ? key : place + "." + key, value, now.value(key, Json())));
    }
    return {};
  }
  return badInput(fmt::format("is {} but was {} when the training began; resume with the same value or start anew.",
                              jsonText(now), jsonText(begun)), place);
}

}  // namespace

Result<void> checkSameTraining(const TrainingSpec& begun, const TrainingSpec& now) {
  return compare({}, trainingSpecToJson(begun), trainingSpecToJson(now));
}

}  // namespace ptycho
