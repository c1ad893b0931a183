#include "app/cli/import_guard.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "app/cli/run_session.h"
#include "app/cli/verb.h"
#include "core/base/process_memory.h"

extern char** environ;

namespace ptycho::cli {

namespace {

constexpr const char* kMark = "PTYCHODESK_GUARDED_BY";  // the guard's process id
constexpr int kCannotStart = 127;
constexpr int kPoll_ms = 200;
constexpr int kYes = 10;  // not what a program that fails by itself ends with
constexpr int kNo = 11;
constexpr unsigned kFirstLook_s = 60;  // also where it waits for something that never comes
constexpr int kDefaultCpu_s = 3600;
/// Libraries, stacks of threads and arenas of the allocator are address space, though hardly memory.
constexpr double kOwnSpaceGb = 2;
constexpr double kLeastGb = 0.1;  // below, the program itself does not start

struct Limits {
  rlim_t memory = RLIM_INFINITY;
  rlim_t cpu_s = kDefaultCpu_s;
};

Limits limitsOf(const GuardLimits& asked) {
  Limits limits;
  const double free = static_cast<double>(availableMemoryBytes());
  const double bytes = asked.memory_gb > 0 ? asked.memory_gb * 1e9 : free + kOwnSpaceGb * 1e9;
  if (bytes < 1e18) limits.memory = static_cast<rlim_t>(bytes);
  if (asked.cpu_s > 0) limits.cpu_s = static_cast<rlim_t>(asked.cpu_s);
#ifdef __SANITIZE_ADDRESS__
  limits.memory = RLIM_INFINITY;  // its shadow takes terabytes of address space
#endif
  return limits;
}

/// Lowers a limit; never above what holds already.
void lower(__rlimit_resource what, rlim_t soft, rlim_t hard) {
  rlimit limit{};
  if (::getrlimit(what, &limit) != 0) return;
  limit.rlim_cur = std::min(limit.rlim_max, soft);
  limit.rlim_max = std::min(limit.rlim_max, hard);
  (void)::setrlimit(what, &limit);
}

/// After fork(): what every guarded process may take.
void limitSelf(const Limits& limits) {
  lower(RLIMIT_CORE, 0, 0);
  lower(RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 5);
  lower(RLIMIT_AS, limits.memory, limits.memory);
}

/// After fork(): only calls that a signal handler may make too. Never returns.
[[noreturn]] void becomeGuarded(pid_t parent, const Limits& limits, bool toErrors, char* const* words,
                                char* const* environment) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(kCannotStart);
  if (toErrors) ::dup2(STDERR_FILENO, STDOUT_FILENO);
  limitSelf(limits);
  ::execve("/proc/self/exe", words, environment);
  ::_exit(kCannotStart);
}

std::vector<char*> pointersTo(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> markedEnvironment() {
  const std::string mark = std::string(kMark) + "=";
  std::vector<std::string> words;
  for (char** entry = environ; *entry; ++entry) {
    if (!std::string_view(*entry).starts_with(mark)) words.emplace_back(*entry);
  }
  words.push_back(mark + std::to_string(::getpid()));
  return words;
}

/// Its end; a stop that is asked of this process is handed on once.
int waitForEnd(pid_t child) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));  // becomes readable at its end
  bool told = false;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (stopSignal() != 0 && !told) {
      told = true;
      ::kill(child, SIGTERM);
    }
    pollfd waiting{descriptor, POLLIN, 0};
    ::poll(&waiting, descriptor >= 0 ? 1 : 0, descriptor >= 0 ? kPoll_ms : kPoll_ms / 10);
  }
  if (descriptor >= 0) ::close(descriptor);
  return status;
}

tl::unexpected<Error> crashed(const std::string& file, int signal) {
  return fail(ErrorCode::Failed,
              fmt::format("the reader crashed on this file (signal {}, {}), nothing else was harmed; the file is damaged "
                          "or made to do that. If other programs open it, please report it with the file.",
                          signal, ::strsignal(signal)), file);
}

tl::unexpected<Error> outOfMemory(const std::string& file, const Limits& limits) {
  return fail(ErrorCode::Failed,
              fmt::format("needs more memory than reading it may take ({:.1f} GB); take a part of the patterns (--every, "
                          "--last-pattern), crop or bin them, close other programs or raise --memory-limit.",
                          1e-9 * static_cast<double>(limits.memory)), file);
}

tl::unexpected<Error> outOfTime(const std::string& file, const Limits& limits) {
  return fail(ErrorCode::Failed,
              fmt::format("took more than {} s of processor time to read; take a part of the patterns or raise "
                          "--cpu-limit.", limits.cpu_s), file);
}

}  // namespace

bool insideGuard() {
  const char* mark = std::getenv(kMark);
  return mark && std::to_string(::getppid()) == mark;
}

int exitOutOfMemory() {
  if (insideGuard()) return kExitOutOfMemory;
  fmt::print(stderr, "error: not enough memory; use fewer or smaller patterns.\n");
  return kExitFailed;
}

std::optional<bool> askGuarded(const std::function<bool()>& question, int cpu_s) {
  if (insideGuard()) return question();
  const Limits limits = limitsOf({0, cpu_s});
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) {
    limitSelf(limits);
    ::alarm(kFirstLook_s);
    try {
      ::_exit(question() ? kYes : kNo);
    } catch (...) {
      ::_exit(kCannotStart);
    }
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return std::nullopt;
  }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : kCannotStart;
  if (code != kYes && code != kNo) return std::nullopt;
  return code == kYes;
}

Result<int> runGuarded(const GuardedCall& call) {
  if (call.limits.memory_gb > 0 && call.limits.memory_gb < kLeastGb) {
    return badInput(fmt::format("is {} GB, less than the program itself needs; give at least {} GB.",
                                call.limits.memory_gb, kLeastGb), "--memory-limit");
  }
  const Limits limits = limitsOf(call.limits);
  std::vector<std::string> words{"ptychodesk-cli"};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  std::vector<std::string> environment = markedEnvironment();
  const std::vector<char*> arguments = pointersTo(words);
  const std::vector<char*> variables = pointersTo(environment);
  const pid_t parent = ::getpid();
  std::fflush(stdout);  // what it prints comes after what has been printed
  const pid_t child = ::fork();
  if (child == 0) becomeGuarded(parent, limits, call.to_errors, arguments.data(), variables.data());
  const std::string file = call.file.string();
  if (child < 0) {
    return fail(ErrorCode::Failed, fmt::format("the reader cannot be started ({}).", std::strerror(errno)), file);
  }
  const int status = waitForEnd(child);
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGXCPU) return outOfTime(file, limits);
    if (signal == SIGPIPE) return 128 + SIGPIPE;  // nobody wants to know what it prints
    if (signal == SIGTERM || signal == SIGINT || signal == SIGUSR1) return kExitStopped;
    if (signal == SIGKILL) {
      return fail(ErrorCode::Failed, "the reader was killed; most often the computer had no memory left: close other "
                                     "programs or take a part of the patterns (--every, --last-pattern).", file);
    }
    return crashed(file, signal);
  }
  const int code = WEXITSTATUS(status);
  if (code == kExitOutOfMemory) return outOfMemory(file, limits);
  if (code == kCannotStart) {
    return fail(ErrorCode::Failed, fmt::format("the reader cannot be started within {:.2f} GB of memory; close other "
                                               "programs or raise --memory-limit.",
                                               1e-9 * static_cast<double>(limits.memory)), file);
  }
  return code;
}

}  // namespace ptycho::cli
