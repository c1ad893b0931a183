#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "core/base/spec_json.h"

namespace ptycho::cli {

/// Holds a run folder for this process; another one that wants to resume the same run is refused.
class RunFolderLock {
 public:
  [[nodiscard]] static Result<RunFolderLock> take(const std::filesystem::path& folder);
  RunFolderLock(RunFolderLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
  RunFolderLock& operator=(RunFolderLock&&) = delete;
  ~RunFolderLock();

 private:
  explicit RunFolderLock(int descriptor) : m_descriptor(descriptor) {}
  int m_descriptor;
};

/// spec.json of a run of this verb, whatever its state. Error: a run of another verb.
[[nodiscard]] Result<Json> specOfRun(const std::filesystem::path& folder, const std::string& verb);

/// Nothing for a run that stopped, failed or was lost, told apart by looking, for a run of another computer for as long
/// as it promised its next sign of life. Errors: a run that is going on or, without `doneToo`, done.
[[nodiscard]] Result<void> checkStopped(const std::filesystem::path& folder, bool doneToo = false);

}  // namespace ptycho::cli
