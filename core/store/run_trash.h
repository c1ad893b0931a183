#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// Deleted runs go to `.trash` inside their root by one rename, which costs nothing and can be taken back; lists of runs
/// leave it out.
inline constexpr const char* kTrashFolder = ".trash";

/// Bytes of all files in a folder and below; what cannot be read counts for nothing.
[[nodiscard]] std::uintmax_t folderBytes(const std::filesystem::path& folder);

/// Moves a run folder into its root's trash and returns the new place.
/// Errors: no folder of a run, a process of this computer that still works in it, a root that cannot be written.
[[nodiscard]] Result<std::filesystem::path> trashRun(const std::filesystem::path& folder);

/// Brings a run back from the trash, under a new name where the old one has been taken, and returns its place.
[[nodiscard]] Result<std::filesystem::path> restoreRun(const std::filesystem::path& trashed);

/// What a run that has ended can do without: its preview where there is a result, checkpoints where nothing is left to go
/// on with, what was left half-written. Never the specification, events, status, result, log or notes.
struct CleanUp {
  std::vector<std::filesystem::path> files;  ///< whole paths
  std::uintmax_t bytes = 0;
};
[[nodiscard]] CleanUp cleanUpOf(const std::filesystem::path& folder);
/// Removes these files of one run. Error: the run has begun to work again.
[[nodiscard]] Result<void> cleanUp(const std::filesystem::path& folder, const CleanUp& what);

/// The folders in a root's trash, by name.
[[nodiscard]] std::vector<std::filesystem::path> listTrash(const std::filesystem::path& root);

/// Removes what is in a root's trash for good and returns the bytes set free.
[[nodiscard]] Result<std::uintmax_t> emptyTrash(const std::filesystem::path& root);

}  // namespace ptycho
