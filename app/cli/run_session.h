#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/run_context.h"
#include "core/base/spec_json.h"
#include "core/store/run_recorder.h"

namespace ptycho::cli {

/// The number of the signal that says: save and stop (SIGTERM, SIGINT or SIGUSR1, the first that came); else 0.
[[nodiscard]] const std::atomic<int>& stopSignal();
void installStopHandlers();

/// Where a verb's results go.
struct RunTarget {
  std::string folder;     ///< --run-folder: this folder, which must not exist yet
  std::string runs_root;  ///< --runs-root
  std::string name;       ///< --name, for the folder's name
  bool wanted = false;    ///< false: no run folder (the result goes to a file only)
  bool quiet = false;     ///< one of several at once: no progress on the terminal, no log file of its own
};

/// The context of one piece of work: progress on a terminal, and a run folder when one is wanted.
class RunSession : public RunContext {
 public:
  /// Makes the run folder. @param spec  what spec.json says, see createRunFolder
  static Result<std::unique_ptr<RunSession>> open(const RunTarget& target, const std::string& verb, const Json& spec);

  /// The context of a run that goes on in its folder. The events of the new process follow those of the old one.
  static std::unique_ptr<RunSession> reopen(const std::filesystem::path& folder);

  bool keepGoing() override;
  void progress(const Progress& progress) override;
  void event(const Event& event) override;
  bool wantsPreview() override;
  void publish(std::string_view name, const ComplexImage& picture) override;
  bool wantsCheckpoint() override;

  /// What the line on the terminal says behind phase and count, until the next note.
  void note(std::string text) { m_note = std::move(text); }

  /// From now on a checkpoint is wanted once in so many seconds, less often where writing takes a tenth of them.
  void keepCheckpoints(double every_s);
  /// Carries out `write` and takes its time. Does not wait for room on a full disk: the work is worth more than a
  /// checkpoint of it.
  Result<void> writeCheckpoint(const std::function<Result<void>()>& write);

  /// Writes a result; with a run folder a full disk pauses until there is room, see RunRecorder.
  Result<void> writeWithRoom(const std::function<Result<void>()>& write);
  void finish(Completion completion, const std::string& message, StopCause limit = StopCause::None);
  void finishFailed(const Error& error);
  /// Empty without a run folder.
  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

 private:
  RunSession() = default;
  void record(bool logged);
  void clearLine();

  std::filesystem::path m_folder;
  std::unique_ptr<RunRecorder> m_recorder;
  std::string m_note;
  double m_lastShown_s = 0;
  bool m_lineShown = false;
  bool m_quiet = false;
  double m_checkpointEvery_s = 0;  ///< 0: none
  double m_nextCheckpoint_s = 0;
};

/// The number of threads to use: the one given, or all cores for 0.
[[nodiscard]] int threadCount(int requested);

}  // namespace ptycho::cli
