#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "core/store/run_folder.h"

namespace ptycho {

/// Keeps status.json true to a worker's state. A thread of its own writes it soon after a change and at least every
/// 2 s while the work keeps its promises: when the work gives no sign of life for longer than it promised, the
/// heartbeat ends, so that a watcher can tell "stuck" from "running". On a full disk the old file is overwritten
/// in place.
class StatusWriter {
 public:
  using Edit = std::function<void(RunStatus&)>;

  /// @param onTick  called by the thread twice a second (looks for requests)
  StatusWriter(std::filesystem::path folder, RunStatus first, std::function<void()> onTick);
  ~StatusWriter();

  void changeSoon(const Edit& edit);
  void changeNow(const Edit& edit);
  /// Stops the heartbeat; the last status is on the disk when this returns.
  void close(const Edit& edit);

  /// The work lives and promises its next sign within this time.
  void alive(double promised_s);
  void alive();
  /// Time in between does not count as elapsed, and no sign of life is expected.
  void beginPause();
  void endPause();

  [[nodiscard]] RunStatus status() const;

 private:
  using Clock = std::chrono::steady_clock;
  void beat();
  void write(bool synced);
  [[nodiscard]] double elapsed(Clock::time_point now) const;
  void stopThread();

  const std::filesystem::path m_file;
  const std::function<void()> m_onTick;
  std::mutex m_writing;           ///< held from taking a status to its rename: an older one never overtakes
  mutable std::mutex m_guard;     ///< of everything below
  std::condition_variable m_wake;
  RunStatus m_status;
  bool m_changed = true;
  bool m_closing = false;
  int m_pauses = 0;
  double m_promised_s;
  Clock::time_point m_started;
  Clock::time_point m_pausedSince;
  Clock::duration m_paused{0};
  Clock::time_point m_lastSign;
  Clock::time_point m_lastWrite;
  std::thread m_thread;
};

}  // namespace ptycho
