#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_json.h"
#include "core/store/file_stamp.h"

namespace ptycho {

/// A run is a folder (ARCHITECTURE.md, "A run is a folder"): spec.json, status.json, events.jsonl, control.json,
/// preview.h5, result.h5, log.txt. Names of the files:
namespace run_file {
inline constexpr const char* kSpec = "spec.json";
inline constexpr const char* kStatus = "status.json";
inline constexpr const char* kEvents = "events.jsonl";
inline constexpr const char* kControl = "control.json";
inline constexpr const char* kPreview = "preview.h5";
inline constexpr const char* kResult = "result.h5";
inline constexpr const char* kLog = "log.txt";
inline constexpr const char* kNotes = "notes.json";          ///< what people say about it (run_notes.h)
inline constexpr const char* kQueue = "queue.json";          ///< how to start it (run_queue.h)
inline constexpr const char* kLaunch = "launch.json";        ///< how it was started
inline constexpr const char* kContinue = "continue.json";    ///< how to go on, when its turn comes
inline constexpr const char* kScheduler = "scheduler.json";  ///< the job that runs it (scheduler_job.h)
inline constexpr const char* kScript = "submit.sh";          ///< what was given to the scheduler
inline constexpr const char* kCheckpoint = "checkpoint.h5";
inline constexpr const char* kPreviousCheckpoint = "checkpoint-previous.h5";
inline constexpr const char* kNewCheckpoint = "checkpoint-new.h5";  ///< until it has been read back
}  // namespace run_file

/// What the worker writes. "queued" before it starts.
enum class RunState { Queued, Running, Paused, Stopping, Done, Stopped, Failed };

/// Why a run has ended before all was done that it could have done.
enum class StopCause {
  None,
  Request,      ///< control.json: the window, or another program of the user's
  Interrupt,    ///< SIGINT: Ctrl+C
  Termination,  ///< SIGTERM: a scheduler that cancels or pre-empts, a computer that is shut down
  TimeWarning,  ///< SIGUSR1: a scheduler before its time limit
  TimeBudget    ///< the time that the specification grants; such a run is done
};
[[nodiscard]] std::string stopCauseName(StopCause cause);  ///< "request", "time-warning"; None: empty

struct RunStatus {
  RunState state = RunState::Queued;
  std::string message;        ///< one sentence; the error when failed
  StopCause stopped_by = StopCause::None;  ///< of a state stopped or done
  std::string phase;
  std::int64_t done = 0;
  std::int64_t total = 0;
  double elapsed_s = 0;       ///< of this process, pauses excluded
  double promised_s = 10;     ///< next write of status.json comes within this time
  std::int64_t heartbeat = 0;  ///< counts writes; a watcher looks for its growth on its own clock
  std::int64_t pid = 0;
  std::string host;
  std::string boot_id;
  std::int64_t process_start = 0;  ///< start time of the process in clock ticks since boot (/proc/<pid>/stat)
  std::string control_id;     ///< id of the last request in control.json that was accepted
  std::string started_at;     ///< ISO 8601 with offset
  std::string updated_at;
};
[[nodiscard]] Json runStatusToJson(const RunStatus& status);
[[nodiscard]] Result<RunStatus> runStatusFromJson(const Json& json);
[[nodiscard]] std::string runStateName(RunState state);

/// The default runs root: $PTYCHODESK_RUNS, else ~/ptychodesk-runs.
[[nodiscard]] std::filesystem::path defaultRunsRoot();

/// "<date>_<verb>_<name>" with the name reduced to letters, digits, '-', '_' and '.', at most 80 characters.
[[nodiscard]] std::string runFolderName(const std::string& verb, const std::string& name);

/// Makes a new folder in `root` (created when missing) by exclusive mkdir with a suffix on collision, and writes
/// spec.json and a queued status.json. Two callers in the same second get two folders.
/// @param spec  {"schema": 1, "verb": …, "program": …, "version": …, "command": […], "arguments"/sections…}
[[nodiscard]] Result<std::filesystem::path> createRunFolder(const std::filesystem::path& root, const std::string& verb,
                                                            const std::string& name, const Json& spec);
/// The same for a folder named by the caller; it must not exist, must be empty, or must hold a queued run of this verb
/// (run_queue.h), which is then taken: its name and parent stay.
[[nodiscard]] Result<void> createRunFolderAt(const std::filesystem::path& folder, const std::string& verb,
                                             const Json& spec);

[[nodiscard]] Result<Json> readRunSpec(const std::filesystem::path& folder);
[[nodiscard]] Result<RunStatus> readRunStatus(const std::filesystem::path& folder);

/// Asks the worker: "pause", "resume" or "stop". Returns the request's id, which the worker echoes in status.json.
[[nodiscard]] Result<std::string> requestRun(const std::filesystem::path& folder, const std::string& request);

/// Reads events.jsonl from a byte offset. A cut last line is left for the next call; a damaged line is skipped and
/// counted; a file that has become shorter starts again at 0.
struct EventBatch {
  std::vector<Json> events;
  std::uint64_t next_offset = 0;
  std::uint64_t damaged_lines = 0;
  bool restarted = false;
};
[[nodiscard]] EventBatch readEvents(const std::filesystem::path& folder, std::uint64_t offset);

/// What a watcher concludes (never what the worker says alone): queued, running, stuck, paused, stopping, done,
/// stopped, failed, lost.
enum class RunLiveness { Queued, Running, Stuck, Paused, Stopping, Done, Stopped, Failed, Lost };
[[nodiscard]] std::string runLivenessName(RunLiveness liveness);

/// Judges one run over repeated looks: pid with host, boot id and process start time on this host; elsewhere growth
/// of the heartbeat within twice the promised time, measured on the watcher's own clock (`now_s`, monotonic).
class LivenessJudge {
 public:
  [[nodiscard]] RunLiveness judge(const RunStatus& status, double now_s);

 private:
  std::int64_t m_heartbeat = -1;
  double m_lastGrowth_s = 0;
};

/// One row of the catalogue.
struct RunEntry {
  std::filesystem::path folder;
  std::string verb;
  std::string name;
  std::optional<RunStatus> status;
  std::string problem;   ///< why it cannot be read (newer schema, damaged), else empty
  std::int64_t modified_s = 0;
};
/// All run folders directly below `root`, newest first. There is no index file: the folders are the truth.
[[nodiscard]] std::vector<RunEntry> listRuns(const std::filesystem::path& root);

/// listRuns() for repeated looks: what has not changed since the last look is not read again, so that a thousand
/// finished runs cost two stat() calls each.
class RunCatalogue {
 public:
  explicit RunCatalogue(std::filesystem::path root);
  [[nodiscard]] std::vector<RunEntry> list();
  [[nodiscard]] const std::filesystem::path& root() const { return m_root; }

 private:
  struct Row {
    FileStamp spec;
    FileStamp status;
    RunEntry entry;
  };

  std::filesystem::path m_root;
  std::map<std::string, Row> m_rows;  ///< by folder name
};

/// Ids of this machine and process, for status.json and the judge.
[[nodiscard]] std::string hostName();
[[nodiscard]] std::string bootId();
/// 0 when there is no such process.
[[nodiscard]] std::int64_t processStartTime(std::int64_t pid);

}  // namespace ptycho
