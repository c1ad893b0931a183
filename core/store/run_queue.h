#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_json.h"
#include "core/store/run_folder.h"

namespace ptycho {

/// How a run is to be started. It waits as queue.json in a run folder that is made at once, with the state "queued";
/// when a worker takes the run the file becomes launch.json and stays, as the record of how it was started.
struct RunLaunch {
  std::vector<std::string> arguments;  ///< of the command-line program, with --run-folder
  std::string program;                 ///< whole path
  std::string version;                 ///< of this program
  std::string working_directory;
  std::map<std::string, std::string> environment;  ///< what matters of it: threads, visible devices
  std::string host;      ///< this computer's window starts it; empty where a scheduler does
  std::string device;    ///< "cpu", "cuda:0": one run at a time for each
  std::string run_on;    ///< launch template; empty: this computer
  double position = 0;   ///< in the queue; the smallest goes first
  std::string queued_at;

  bool operator==(const RunLaunch&) const = default;
};
[[nodiscard]] Json runLaunchToJson(const RunLaunch& launch);
[[nodiscard]] Result<RunLaunch> runLaunchFromJson(const Json& json);

/// Makes a run folder (see createRunFolder) that waits to be started. Two callers in the same second get two folders.
/// @param launchIn  the launch for the folder that was made; its position and time are filled in here
[[nodiscard]] Result<std::filesystem::path> enqueueRun(
    const std::filesystem::path& root, const std::string& verb, const std::string& name, const Json& spec,
    const std::function<RunLaunch(const std::filesystem::path&)>& launchIn);

/// queue.json is there and nobody has taken the run.
[[nodiscard]] bool isQueuedRun(const std::filesystem::path& folder);
/// The launch of a run that waits, or of one that was started from the queue; nothing for any other run.
[[nodiscard]] std::optional<RunLaunch> readRunLaunch(const std::filesystem::path& folder);

/// A run that has ended waits to go on in its folder, as continue.json: its position and time are filled in here.
[[nodiscard]] Result<void> waitToGoOn(const std::filesystem::path& folder, RunLaunch launch);
[[nodiscard]] std::optional<RunLaunch> readWaitingToGoOn(const std::filesystem::path& folder);
/// It does not wait any more. Of any number of processes that ask, one is told true.
[[nodiscard]] bool takeWaitingToGoOn(const std::filesystem::path& folder);

/// A new position, of either kind. Error: the run does not wait any more.
[[nodiscard]] Result<void> moveInQueue(const std::filesystem::path& folder, double position);

/// Takes a run that waits. Of any number of processes that try, one succeeds; the others get an error.
[[nodiscard]] Result<void> claimQueuedRun(const std::filesystem::path& folder);
/// A run that will not be started: no longer queued, with this last state (stopped, failed) and message. One that a
/// worker has taken in the meantime is left alone.
[[nodiscard]] Result<void> endQueuedRun(const std::filesystem::path& folder, RunState state,
                                        const std::string& message);

}  // namespace ptycho
