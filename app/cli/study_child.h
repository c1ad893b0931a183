#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "core/base/error.h"

namespace ptycho::cli {

/// A run of the command-line program as a child process. It is asked to stop when this process ends, however it ends,
/// so that nothing goes on unseen; what it did is kept in its run folder.
class StudyChildProcess {
 public:
  /// @param folder  where it runs
  /// @param log     its output is appended here
  [[nodiscard]] static Result<StudyChildProcess> start(const std::string& program,
                                                       const std::vector<std::string>& arguments,
                                                       const std::filesystem::path& folder,
                                                       const std::filesystem::path& log);
  StudyChildProcess(StudyChildProcess&& other) noexcept : m_pid(std::exchange(other.m_pid, -1)) {}
  StudyChildProcess& operator=(StudyChildProcess&&) = delete;
  /// Stops one that still runs, and waits for its end.
  ~StudyChildProcess();

  /// Nothing while it runs; −signal when a signal ended it.
  [[nodiscard]] std::optional<int> exitCode();
  /// SIGTERM: results are kept.
  void stop() const;
  /// For its end, without looking at anything else.
  [[nodiscard]] int wait();

 private:
  explicit StudyChildProcess(pid_t pid) : m_pid(pid) {}
  pid_t m_pid;
};

/// Passes pause and resume that are asked of the study on to the child that runs at the moment, from a thread of its
/// own: the work itself sleeps while the study is paused.
class RequestForwarder {
 public:
  explicit RequestForwarder(std::filesystem::path study);
  ~RequestForwarder();
  RequestForwarder(const RequestForwarder&) = delete;
  RequestForwarder& operator=(const RequestForwarder&) = delete;
  /// The run folder of the child from now on; empty: none.
  void follow(const std::filesystem::path& child);

 private:
  void watch();

  const std::filesystem::path m_study;
  std::mutex m_guard;
  std::filesystem::path m_child;
  bool m_paused = false;     ///< what the study was asked for last
  bool m_childPaused = false;
  std::atomic<bool> m_ending{false};
  std::thread m_thread;
};

}  // namespace ptycho::cli
