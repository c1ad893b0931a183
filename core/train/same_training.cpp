#include "core/train/same_training.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/reconstruct/fingerprint.h"

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

constexpr const char* kSuppliedKey = "supplied";

/// {"probe": "…", "positions": "…"}: what came from a file, as a number for its content.
Json fingerprintsOf(const SuppliedArrays& supplied) {
  Json prints = Json::object();
  if (!supplied.probe.empty()) {
    Fingerprint print;
    print.add(supplied.probe.data(), supplied.probe.size() * sizeof(Complex));
    prints["probe"] = fmt::format("{:016x}", print.value());
  }
  if (!supplied.positions.empty()) {
    Fingerprint print;
    for (const Position& p : supplied.positions) {
      print.add(&p.row, sizeof p.row);
      print.add(&p.col, sizeof p.col);
    }
    prints["positions"] = fmt::format("{:016x}", print.value());
  }
  return prints;
}

}  // namespace

Result<void> checkSameTraining(const TrainingSpec& begun, const TrainingSpec& now) {
  return compare({}, trainingSpecToJson(begun), trainingSpecToJson(now));
}

void noteSupplied(const SuppliedArrays& supplied, TrainingState& state) {
  Json prints = fingerprintsOf(supplied);
  if (!prints.empty()) state.values[kSuppliedKey] = std::move(prints);
}

Result<void> checkSameSupplied(const TrainingState& state, const SuppliedArrays& supplied) {
  if (state.values.value(kSuppliedKey, Json::object()) == fingerprintsOf(supplied)) return {};
  return badInput("hold other numbers than when the training began; bring the files back or start anew.",
                  "probe and positions from files");
}

}  // namespace ptycho
