#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "core/store/run_folder.h"
#include "core/store/schema.h"

namespace ptycho {

namespace {

constexpr std::array<std::pair<RunState, const char*>, 7> kStates{{{RunState::Queued, "queued"},
                                                                   {RunState::Running, "running"},
                                                                   {RunState::Paused, "paused"},
                                                                   {RunState::Stopping, "stopping"},
                                                                   {RunState::Done, "done"},
                                                                   {RunState::Stopped, "stopped"},
                                                                   {RunState::Failed, "failed"}}};

constexpr std::array<std::pair<StopCause, const char*>, 6> kCauses{{{StopCause::None, ""},
                                                                    {StopCause::Request, "request"},
                                                                    {StopCause::Interrupt, "interrupt"},
                                                                    {StopCause::Termination, "termination"},
                                                                    {StopCause::TimeWarning, "time-warning"},
                                                                    {StopCause::TimeBudget, "time-budget"}}};

Result<std::string> textOf(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return std::string();
  if (!found->is_string()) return badInput("must be text.", key);
  return found->get<std::string>();
}

Result<std::int64_t> integerOf(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return 0;
  PTYCHO_TRY(const FieldValue value, fieldValueFromJson(*found, key));
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  return badInput("must be a whole number.", key);
}

Result<double> realOf(const Json& json, const char* key, double fallback) {
  const auto found = json.find(key);
  if (found == json.end()) return fallback;
  const double value = jsonToNumber(*found);
  if (!std::isfinite(value) || value < 0) return badInput("must be a finite number, not negative.", key);
  return value;
}

}  // namespace

std::string runStateName(RunState state) {
  for (const auto& [candidate, name] : kStates) {
    if (candidate == state) return name;
  }
  return "unknown";
}

std::string stopCauseName(StopCause cause) {
  for (const auto& [candidate, name] : kCauses) {
    if (candidate == cause) return name;
  }
  return {};
}

Json runStatusToJson(const RunStatus& status) {
  return {{"schema", schema::kNewest},
          {"state", runStateName(status.state)},
          {"message", status.message},
          {"stopped_by", stopCauseName(status.stopped_by)},
          {"phase", status.phase},
          {"done", status.done},
          {"total", status.total},
          {"elapsed_s", jsonNumber(status.elapsed_s)},
          {"promised_s", jsonNumber(status.promised_s)},
          {"heartbeat", status.heartbeat},
          {"pid", status.pid},
          {"host", status.host},
          {"boot_id", status.boot_id},
          {"process_start", status.process_start},
          {"control_id", status.control_id},
          {"started_at", status.started_at},
          {"updated_at", status.updated_at}};
}

Result<RunStatus> runStatusFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object.");
  PTYCHO_TRY(const std::int64_t version, integerOf(json, "schema"));
  if (version > schema::kNewest) {
    return fail(
        ErrorCode::Unsupported,
        fmt::format("was made by a newer version of this program (schema {}, known up to {}); update the program.",
                    version, schema::kNewest));
  }
  RunStatus status;
  PTYCHO_TRY(const std::string state, textOf(json, "state"));
  bool known = false;
  for (const auto& [candidate, name] : kStates) {
    if (state != name) continue;
    status.state = candidate;
    known = true;
  }
  if (!known) return badInput(fmt::format("\"{:.40}\" is no state of a run.", state), "state");
  PTYCHO_TRY(status.message, textOf(json, "message"));
  PTYCHO_TRY(const std::string cause, textOf(json, "stopped_by"));
  for (const auto& [candidate, name] : kCauses) {
    if (cause == name) status.stopped_by = candidate;  // a word that a later version has says no more than none
  }
  PTYCHO_TRY(status.phase, textOf(json, "phase"));
  PTYCHO_TRY(status.done, integerOf(json, "done"));
  PTYCHO_TRY(status.total, integerOf(json, "total"));
  PTYCHO_TRY(status.elapsed_s, realOf(json, "elapsed_s", 0));
  PTYCHO_TRY(status.promised_s, realOf(json, "promised_s", status.promised_s));
  PTYCHO_TRY(status.heartbeat, integerOf(json, "heartbeat"));
  PTYCHO_TRY(status.pid, integerOf(json, "pid"));
  PTYCHO_TRY(status.host, textOf(json, "host"));
  PTYCHO_TRY(status.boot_id, textOf(json, "boot_id"));
  PTYCHO_TRY(status.process_start, integerOf(json, "process_start"));
  PTYCHO_TRY(status.control_id, textOf(json, "control_id"));
  PTYCHO_TRY(status.started_at, textOf(json, "started_at"));
  PTYCHO_TRY(status.updated_at, textOf(json, "updated_at"));
  return status;
}

}  // namespace ptycho
