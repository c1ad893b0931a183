#include "core/store/network_file.h"

#include <fmt/format.h>

#include "core/store/checkpoint_rotation.h"
#include "core/store/run_folder.h"
#include "core/store/schema.h"
#include "core/store/tensor_file.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSpec = "/spec";
constexpr const char* kHistory = "/history";
constexpr const char* kValues = "/values";

const TensorFileKind& networkKind() {
  static const TensorFileKind kind{schema::kNetwork, "/weights", {kSpec, kHistory}};
  return kind;
}

const TensorFileKind& checkpointKind() {
  static const TensorFileKind kind{schema::kTrainingCheckpoint, "/state", {kValues}};
  return kind;
}

/// {"validation": {…}, "records": [{…}, …]}
Json historyToJson(const TrainedNetwork& network) {
  Json records = Json::array();
  for (const auto& record : network.history) records.push_back(validationRecordToJson(record));
  return {{"validation", validationRecordToJson(network.validation)}, {"records", std::move(records)}};
}

Result<void> historyFromJson(const Json& json, TrainedNetwork& network) {
  if (!json.is_object() || !json.contains("validation") || !json.contains("records") || !json["records"].is_array()) {
    return badInput("is no history of a training.");
  }
  PTYCHO_TRY(network.validation, validationRecordFromJson(json["validation"]));
  for (const Json& entry : json["records"]) {
    PTYCHO_TRY(const ValidationRecord record, validationRecordFromJson(entry));
    network.history.push_back(record);
  }
  return {};
}

Result<TrainingSpec> specOf(const TensorFile& file, const char* path, const Json& json) {
  auto spec = trainingSpecFromJson(json);
  if (!spec) return passOn(spec.error(), file.where(path));
  return spec;
}

/// A file that was written whole but for another network is told apart before its values take memory.
Result<void> checkFit(const TensorFile& file, const TrainingSpec& spec, const LayoutCheck& check) {
  if (!check) return {};
  auto fits = check(spec, file.layouts());
  if (!fits) return passOn(fits.error(), file.where("/"));
  return {};
}

Result<OpenedTrainingCheckpoint> openCheckpointFile(const fs::path& path, const LayoutCheck& check) {
  PTYCHO_TRY(TensorFile file, TensorFile::open(path, checkpointKind()));
  OpenedTrainingCheckpoint opened;
  opened.state.values = file.text(kValues);
  if (!opened.state.values.is_object() || !opened.state.values.contains("spec")) {
    return badInput("has no spec; this is no checkpoint of a training.", file.where(kValues));
  }
  PTYCHO_TRY(const TrainingSpec spec, specOf(file, kValues, opened.state.values["spec"]));
  PTYCHO_CHECK(checkFit(file, spec, check));
  PTYCHO_TRY(opened.state.tensors, file.read());
  return opened;
}

}  // namespace

Result<void> writeNetworkFile(const fs::path& file, const TrainedNetwork& network) {
  return writeTensorFile(file, networkKind(), network.weights,
                         {{kSpec, trainingSpecToJson(network.spec)}, {kHistory, historyToJson(network)}});
}

Result<TrainedNetwork> readNetworkFile(const fs::path& path, const LayoutCheck& check) {
  PTYCHO_TRY(TensorFile file, TensorFile::open(path, networkKind()));
  TrainedNetwork network;
  PTYCHO_TRY(network.spec, specOf(file, kSpec, file.text(kSpec)));
  if (auto read = historyFromJson(file.text(kHistory), network); !read) {
    return passOn(read.error(), file.where(kHistory));
  }
  PTYCHO_CHECK(checkFit(file, network.spec, check));
  PTYCHO_TRY(network.weights, file.read());
  return network;
}

Result<void> writeTrainingCheckpoint(const fs::path& folder, const TrainingState& state) {
  if (!state.values.is_object() || !state.values.contains("spec")) {
    return badInput("has no spec, without which it could not be opened again.", "checkpoint");
  }
  return rotateCheckpoint(
      folder,
      [&](const fs::path& fresh) {
        return writeTensorFile(fresh, checkpointKind(), state.tensors, {{kValues, state.values}});
      },
      [](const fs::path& fresh) -> Result<void> {
        PTYCHO_TRY(TensorFile back, TensorFile::open(fresh, checkpointKind()));
        return back.verify();
      });
}

Result<OpenedTrainingCheckpoint> readTrainingCheckpoint(const fs::path& folder, const LayoutCheck& check) {
  return openNewestCheckpoint<OpenedTrainingCheckpoint>(
      folder, [&check](const fs::path& file) { return openCheckpointFile(file, check); },
      [](const OpenedTrainingCheckpoint& opened, const char* name) {
        const Json& values = opened.state.values;
        const bool counted = values.contains("step") && values["step"].is_number_integer();
        return fmt::format("The training goes on from {}{}.", name,
                           counted ? fmt::format(", after step {}", values["step"].get<std::int64_t>()) : "");
      });
}

}  // namespace ptycho
