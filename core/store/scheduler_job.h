#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/spec_json.h"
#include "core/store/launch_template.h"

namespace ptycho {

/// The job that runs a run, as scheduler.json in the run folder, so that any window finds it again by its id. What the
/// scheduler says stands beside what the run says, never in its place: a scheduler that does not answer is "unknown
/// since …", and the run is what its own folder shows.
struct SchedulerJob {
  std::string template_name;
  std::string id;              ///< empty: not handed over
  SchedulerState state = SchedulerState::Pending;  ///< as it was last answered
  std::string reason;          ///< beside it, in the scheduler's words
  std::string submitted_at;
  std::string answered_at;     ///< last answer that was understood
  std::string unknown_since;   ///< no such answer since; empty: the last one was
  std::string cancel_asked_at;
  std::string problem;         ///< why it could not be handed over

  bool operator==(const SchedulerJob&) const = default;
};

/// Nothing when the run was not handed to a scheduler.
[[nodiscard]] std::optional<SchedulerJob> readSchedulerJob(const std::filesystem::path& folder);
[[nodiscard]] Result<void> writeSchedulerJob(const std::filesystem::path& folder, const SchedulerJob& job);
/// The job after an answer of the scheduler at this time; one that is not understood leaves the state as it was.
[[nodiscard]] SchedulerJob afterAnswer(SchedulerJob job, const SchedulerAnswer& answer, const std::string& time);

}  // namespace ptycho
