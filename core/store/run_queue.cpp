#include "core/store/run_queue.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/store/clock_text.h"
#include "core/store/run_folder.h"
#include "core/store/schema.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// Grows from call to call also within a microsecond's reach of another process.
double positionNow() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<void> writeQueued(const fs::path& folder, const RunLaunch& launch) {
  return replaceFileText(folder / run_file::kQueue, jsonText(runLaunchToJson(launch), 2) + "\n");
}

}  // namespace

Json runLaunchToJson(const RunLaunch& launch) {
  return {{"schema", schema::kNewest},
          {"arguments", launch.arguments},
          {"program", launch.program},
          {"version", launch.version},
          {"working_directory", launch.working_directory},
          {"environment", launch.environment},
          {"host", launch.host},
          {"device", launch.device},
          {"run_on", launch.run_on},
          {"position", launch.position},
          {"queued_at", launch.queued_at}};
}

Result<RunLaunch> runLaunchFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object.");
  PTYCHO_CHECK(checkSchemaNumber(json.value("schema", Json()), schema::kNewest));
  RunLaunch launch;
  for (const Json& argument : json.value("arguments", Json::array())) {
    if (!argument.is_string()) return badInput("must be a list of texts.", "arguments");
    launch.arguments.push_back(argument.get<std::string>());
  }
  const Json environment = json.value("environment", Json::object());
  if (!environment.is_object()) return badInput("must be an object of texts.", "environment");
  for (const auto& [key, value] : environment.items()) {
    if (value.is_string()) launch.environment[key] = value.get<std::string>();
  }
  launch.program = stringAt(json, "program");
  launch.version = stringAt(json, "version");
  launch.working_directory = stringAt(json, "working_directory");
  launch.host = stringAt(json, "host");
  launch.device = stringAt(json, "device");
  launch.run_on = stringAt(json, "run_on");
  launch.queued_at = stringAt(json, "queued_at");
  const auto position = json.find("position");
  if (position != json.end() && position->is_number()) launch.position = position->get<double>();
  return launch;
}

Result<fs::path> enqueueRun(const fs::path& root, const std::string& verb, const std::string& name, const Json& spec,
                            const std::function<RunLaunch(const fs::path&)>& launchIn) {
  PTYCHO_TRY(const fs::path folder, createRunFolder(root, verb, name, spec));
  RunLaunch launch = launchIn(folder);
  launch.position = positionNow();
  launch.queued_at = clockText();
  PTYCHO_CHECK(writeQueued(folder, launch));
  return folder;
}

bool isQueuedRun(const fs::path& folder) {
  std::error_code status;
  return fs::exists(folder / run_file::kQueue, status) && !fs::exists(folder / run_file::kLaunch, status);
}

std::optional<RunLaunch> readRunLaunch(const fs::path& folder) {
  for (const char* name : {run_file::kLaunch, run_file::kQueue}) {
    std::error_code status;
    if (!fs::exists(folder / name, status)) continue;
    const auto json = readJsonFile(folder / name);
    if (!json) continue;
    if (auto launch = runLaunchFromJson(*json)) return std::move(*launch);
  }
  return std::nullopt;
}

Result<void> waitToGoOn(const fs::path& folder, RunLaunch launch) {
  launch.position = positionNow();
  launch.queued_at = clockText();
  return replaceFileText(folder / run_file::kContinue, jsonText(runLaunchToJson(launch), 2) + "\n");
}

std::optional<RunLaunch> readWaitingToGoOn(const fs::path& folder) {
  const auto json = readJsonFile(folder / run_file::kContinue);
  if (!json) return std::nullopt;
  auto launch = runLaunchFromJson(*json);
  return launch ? std::optional(std::move(*launch)) : std::nullopt;
}

bool takeWaitingToGoOn(const fs::path& folder) { return ::unlink((folder / run_file::kContinue).c_str()) == 0; }

Result<void> moveInQueue(const fs::path& folder, double position) {
  if (auto waiting = readWaitingToGoOn(folder)) {
    waiting->position = position;
    return replaceFileText(folder / run_file::kContinue, jsonText(runLaunchToJson(*waiting), 2) + "\n");
  }
  if (!isQueuedRun(folder)) return badInput("does not wait in the queue any more.", folder.string());
  PTYCHO_TRY(const Json json, readJsonFile(folder / run_file::kQueue));
  PTYCHO_TRY(RunLaunch launch, runLaunchFromJson(json));
  launch.position = position;
  return writeQueued(folder, launch);
}

Result<void> claimQueuedRun(const fs::path& folder) {
  const fs::path queued = folder / run_file::kQueue;
  const fs::path taken = folder / run_file::kLaunch;
  // A link is made by one process alone. Where a file system has no links, the rename is: whoever is late has nothing
  // left to rename.
  if (::link(queued.c_str(), taken.c_str()) == 0) {
    ::unlink(queued.c_str());
    return {};
  }
  const int number = errno;
  if (number == EEXIST || number == ENOENT) return badInput("has been started by another process.", folder.string());
  if (std::rename(queued.c_str(), taken.c_str()) == 0) return {};
  return tl::unexpected(errnoError(number, "cannot take the queued run", queued));
}

Result<void> endQueuedRun(const fs::path& folder, RunState state, const std::string& message) {
  if (!isQueuedRun(folder) || !claimQueuedRun(folder)) return {};
  PTYCHO_TRY(RunStatus status, readRunStatus(folder));
  status.state = state;
  status.message = message;
  ++status.heartbeat;
  status.updated_at = clockText();
  return replaceFileText(folder / run_file::kStatus, jsonText(runStatusToJson(status), 1) + "\n");
}

}  // namespace ptycho
