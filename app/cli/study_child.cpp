#include "app/cli/study_child.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/store/run_control.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

constexpr int kCannotStart = 127;

/// After fork(): only calls that a signal handler may make too. Never returns.
[[noreturn]] void becomeChild(pid_t parent, const char* folder, int output, char* const* words) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent || ::chdir(folder) != 0) ::_exit(kCannotStart);
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execvp(words[0], words);
  ::_exit(kCannotStart);
}

int codeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

}  // namespace

Result<StudyChildProcess> StudyChildProcess::start(const std::string& program,
                                                   const std::vector<std::string>& arguments, const fs::path& folder,
                                                   const fs::path& log) {
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (output < 0) return tl::unexpected(errnoError(errno, "cannot write the log of a run", log));
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) becomeChild(parent, folder.c_str(), output, words.data());
  const int problem = errno;
  ::close(output);
  if (pid < 0) return tl::unexpected(errnoError(problem, "cannot be started", program));
  return StudyChildProcess(pid);
}

StudyChildProcess::~StudyChildProcess() {
  if (m_pid <= 0) return;
  stop();
  (void)wait();
}

std::optional<int> StudyChildProcess::exitCode() {
  int status = 0;
  if (m_pid <= 0 || ::waitpid(m_pid, &status, WNOHANG) != m_pid) return std::nullopt;
  m_pid = -1;
  return codeOf(status);
}

void StudyChildProcess::stop() const {
  if (m_pid > 0) ::kill(m_pid, SIGTERM);
}

int StudyChildProcess::wait() {
  int status = 0;
  while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
  }
  m_pid = -1;
  return codeOf(status);
}

RequestForwarder::RequestForwarder(fs::path study) : m_study(std::move(study)), m_thread([this] { watch(); }) {}

RequestForwarder::~RequestForwarder() {
  m_ending = true;
  m_thread.join();
}

void RequestForwarder::follow(const fs::path& child) {
  const std::lock_guard lock(m_guard);
  m_child = child;
  m_childPaused = false;
}

void RequestForwarder::watch() {
  const auto status = readRunStatus(m_study);
  ControlWatch control(m_study, status ? status->control_id : std::string());
  while (!m_ending) {
    const auto request = control.next();
    {
      const std::lock_guard lock(m_guard);
      if (request && request->kind != RunRequestKind::Stop) m_paused = request->kind == RunRequestKind::Pause;
      // A child that has no folder yet is asked again at the next look.
      if (!m_child.empty() && m_paused != m_childPaused && fs::exists(m_child / run_file::kSpec) &&
          requestRun(m_child, m_paused ? "pause" : "resume")) {
        m_childPaused = m_paused;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace ptycho::cli
