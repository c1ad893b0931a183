#include "app/cli/run_resume.h"

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

Result<RunFolderLock> RunFolderLock::take(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(errnoError(errno, "cannot open the run folder", folder));
  RunFolderLock lock(descriptor);
  // A file system without locks is no reason not to go on: the run's status has been looked at.
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return badInput("is being resumed by another process; wait for it or stop it.", folder.string());
  }
  return lock;
}

RunFolderLock::~RunFolderLock() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

namespace {

/// Looks once on this computer; at a run of another one for as long as its next sign of life may take.
Result<RunLiveness> watchRun(const fs::path& folder) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  LivenessJudge judge;
  PTYCHO_TRY(const RunStatus first, readRunStatus(folder));
  RunLiveness liveness = judge.judge(first, 0);
  // A boot later nothing of this computer runs any more.
  if (first.host == hostName() && first.boot_id != bootId() && liveness != RunLiveness::Done) return RunLiveness::Lost;
  const bool elsewhere = first.host != hostName();
  while (elsewhere && liveness == RunLiveness::Running && elapsed() <= 2 * first.promised_s + 1) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    PTYCHO_TRY(const RunStatus status, readRunStatus(folder));
    if (status.heartbeat != first.heartbeat) return RunLiveness::Running;
    liveness = judge.judge(status, elapsed());
  }
  return liveness;
}

}  // namespace

Result<Json> specOfRun(const fs::path& folder, const std::string& verb) {
  PTYCHO_TRY(Json spec, readRunSpec(folder));
  if (stringAt(spec, "verb") == verb) return spec;
  return badInput(fmt::format("is no run of `{}`; `ptychodesk-cli info` says what it is.", verb), folder.string());
}

Result<void> checkStopped(const fs::path& folder, bool doneToo) {
  PTYCHO_TRY(const RunLiveness liveness, watchRun(folder));
  if (liveness == RunLiveness::Done && doneToo) return {};
  if (liveness == RunLiveness::Done) return badInput("is done; there is nothing left to resume.", folder.string());
  if (liveness != RunLiveness::Stopped && liveness != RunLiveness::Failed && liveness != RunLiveness::Lost) {
    return badInput(fmt::format("is {}; stop it before it is resumed.", runLivenessName(liveness)), folder.string());
  }
  return {};
}

}  // namespace ptycho::cli
