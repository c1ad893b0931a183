#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/run_context.h"
#include "core/store/run_folder.h"

namespace ptycho {

/// The RunContext of a worker process: keeps status.json alive (a heartbeat thread writes it at least every 2 s
/// while something is under way), appends events, replaces preview.h5 at most every `preview_interval_s`, and
/// obeys control.json and an outside stop (the number of the signal, set by handlers of SIGTERM, SIGINT and SIGUSR1).
/// A full disk pauses the run with "no space on …" until there is room or a stop is asked for; it never ends
/// the work with what was written lost.
class RunRecorder : public RunContext {
 public:
  /// @param folder  made by createRunFolder; @param stopSignal  0: no stop is asked for; may be null
  RunRecorder(std::filesystem::path folder, const std::atomic<int>* stopSignal, double preview_interval_s = 0.5);
  ~RunRecorder() override;

  bool keepGoing() override;
  void progress(const Progress& progress) override;
  void event(const Event& event) override;
  bool wantsPreview() override;
  void publish(std::string_view name, const ComplexImage& picture) override;

  /// Last status: done, stopped (on whose request is found out here) or failed with the error. Call once.
  /// @param limit  of what is done: the limit that ended it
  void finish(Completion completion, const std::string& message, StopCause limit = StopCause::None);
  void finishFailed(const Error& error);

  /// Carries out `write` (a result, a checkpoint); while it fails for want of space the run is paused with a
  /// message that says so, and it is tried again until there is room or a stop is asked for. Any other error
  /// comes back at once.
  Result<void> writeWithRoom(const std::function<Result<void>()>& write);

  [[nodiscard]] bool stopRequested() const;
  [[nodiscard]] const std::filesystem::path& folder() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace ptycho
