#include "core/store/scheduler_job.h"

#include "core/base/atomic_file.h"
#include "core/store/run_folder.h"
#include "core/store/schema.h"

namespace ptycho {

namespace {

SchedulerState stateOf(const std::string& name) {
  for (const auto state : {SchedulerState::Pending, SchedulerState::Running, SchedulerState::Ended}) {
    if (schedulerStateName(state) == name) return state;
  }
  return SchedulerState::Unknown;
}

}  // namespace

std::optional<SchedulerJob> readSchedulerJob(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / run_file::kScheduler;
  std::error_code status;
  if (!std::filesystem::exists(file, status)) return std::nullopt;
  const auto json = readJsonFile(file);
  if (!json || !json->is_object()) return std::nullopt;
  SchedulerJob job;
  job.template_name = stringAt(*json, "template");
  job.id = stringAt(*json, "id");
  job.state = stateOf(stringAt(*json, "state"));
  job.reason = stringAt(*json, "reason");
  job.submitted_at = stringAt(*json, "submitted_at");
  job.answered_at = stringAt(*json, "answered_at");
  job.unknown_since = stringAt(*json, "unknown_since");
  job.cancel_asked_at = stringAt(*json, "cancel_asked_at");
  job.problem = stringAt(*json, "problem");
  return job;
}

Result<void> writeSchedulerJob(const std::filesystem::path& folder, const SchedulerJob& job) {
  const Json json{{"schema", schema::kNewest},
                  {"template", job.template_name},
                  {"id", job.id},
                  {"state", schedulerStateName(job.state)},
                  {"reason", job.reason},
                  {"submitted_at", job.submitted_at},
                  {"answered_at", job.answered_at},
                  {"unknown_since", job.unknown_since},
                  {"cancel_asked_at", job.cancel_asked_at},
                  {"problem", job.problem}};
  return replaceFileText(folder / run_file::kScheduler, jsonText(json, 2) + "\n");
}

SchedulerJob afterAnswer(SchedulerJob job, const SchedulerAnswer& answer, const std::string& time) {
  job.reason = answer.reason;
  if (answer.state == SchedulerState::Unknown) {
    if (job.unknown_since.empty()) job.unknown_since = job.answered_at.empty() ? time : job.answered_at;
    return job;
  }
  job.state = answer.state;
  job.answered_at = time;
  job.unknown_since.clear();
  return job;
}

}  // namespace ptycho
