#include <algorithm>
#include <array>

#include "core/store/run_folder.h"

namespace ptycho {

std::string runLivenessName(RunLiveness liveness) {
  constexpr std::array kNames{"queued", "running", "stuck", "paused", "stopping", "done", "stopped", "failed", "lost"};
  const auto index = static_cast<std::size_t>(liveness);
  return index < kNames.size() ? kNames[index] : "unknown";
}

RunLiveness LivenessJudge::judge(const RunStatus& status, double now_s) {
  // Any change counts, also downwards: a worker that resumes in the folder may count anew.
  if (status.heartbeat != m_heartbeat) {
    m_heartbeat = status.heartbeat;
    m_lastGrowth_s = now_s;
  }
  constexpr double kShortestPromise_s = 1;
  const bool overdue = now_s - m_lastGrowth_s > 2 * std::max(status.promised_s, kShortestPromise_s);
  RunLiveness alive = RunLiveness::Running;
  switch (status.state) {
    case RunState::Queued: return RunLiveness::Queued;
    case RunState::Done: return RunLiveness::Done;
    case RunState::Stopped: return RunLiveness::Stopped;
    case RunState::Failed: return RunLiveness::Failed;
    case RunState::Running: alive = RunLiveness::Running; break;
    case RunState::Paused: alive = RunLiveness::Paused; break;
    case RunState::Stopping: alive = RunLiveness::Stopping; break;
  }
  // A pid means something only on the host and since the boot that gave it, and with the start time of its process.
  static const std::string host = hostName();
  static const std::string boot = bootId();
  if (status.host == host && status.boot_id == boot && status.pid > 0 && status.process_start > 0) {
    if (processStartTime(status.pid) != status.process_start) return RunLiveness::Lost;
    return overdue ? RunLiveness::Stuck : alive;
  }
  return overdue ? RunLiveness::Lost : alive;
}

}  // namespace ptycho
