#include "core/store/run_trash.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"
#include "core/store/run_folder.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr int kMostCopies = 10'000;

/// The folder without a slash at its end.
fs::path plainPath(const fs::path& folder) { return folder.has_filename() ? folder : folder.parent_path(); }

bool isRun(const fs::path& folder) {
  std::error_code status;
  return fs::exists(folder / run_file::kSpec, status) || fs::exists(folder / run_file::kStatus, status);
}

Result<void> checkNobodyWorks(const fs::path& folder) {
  const auto status = readRunStatus(folder);
  if (!status || status->pid <= 0 || status->host != hostName() || status->boot_id != bootId()) return {};
  const bool ended =
      status->state == RunState::Done || status->state == RunState::Stopped || status->state == RunState::Failed;
  if (ended || processStartTime(status->pid) != status->process_start) return {};
  return badInput(fmt::format("is {}; stop it before it is deleted.", runStateName(status->state)), folder.string());
}

/// Renames to the first free name of "name", "name-2", …; never over anything that is there.
Result<fs::path> renameBeside(const fs::path& from, const fs::path& target) {
  for (int copy = 1; copy <= kMostCopies; ++copy) {
    const fs::path to = copy == 1 ? target : fs::path(fmt::format("{}-{}", target.string(), copy));
    struct stat status {};
    if (::lstat(to.c_str(), &status) == 0) continue;
    // A folder that came in between is not replaced: rename() refuses one that is not empty.
    if (std::rename(from.c_str(), to.c_str()) == 0) return to;
    if (errno != EEXIST && errno != ENOTEMPTY) return tl::unexpected(errnoError(errno, "cannot move", from));
  }
  return fail(ErrorCode::Io, "has too many namesakes; rename it by hand.", target.string());
}

}  // namespace

std::uintmax_t folderBytes(const fs::path& folder) {
  std::uintmax_t bytes = 0;
  std::error_code status;
  constexpr auto kOptions = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator item(folder, kOptions, status), end; !status && item != end;
       item.increment(status)) {
    std::error_code one;
    if (item->is_symlink(one) || !item->is_regular_file(one)) continue;
    const std::uintmax_t size = item->file_size(one);
    if (!one) bytes += size;
  }
  return bytes;
}

Result<fs::path> trashRun(const fs::path& folder) {
  const fs::path run = plainPath(folder);
  if (!isRun(run)) return fail(ErrorCode::NotFound, "is no folder of a run; check its name.", run.string());
  PTYCHO_CHECK(checkNobodyWorks(run));
  const fs::path trash = run.parent_path() / kTrashFolder;
  std::error_code status;
  fs::create_directories(trash, status);
  if (status) return tl::unexpected(errnoError(status.value(), "cannot make the trash", trash));
  return renameBeside(run, trash / run.filename());
}

Result<fs::path> restoreRun(const fs::path& trashed) {
  const fs::path run = plainPath(trashed);
  if (run.parent_path().filename() != kTrashFolder) return badInput("is not in a trash folder.", run.string());
  if (!isRun(run)) return fail(ErrorCode::NotFound, "is not in the trash any more.", run.string());
  return renameBeside(run, run.parent_path().parent_path() / run.filename());
}

CleanUp cleanUpOf(const fs::path& folder) {
  CleanUp what;
  const auto status = readRunStatus(folder);
  if (!status) return what;
  const auto add = [&](const char* name) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(folder / name, error);
    if (error) return;
    what.files.push_back(folder / name);
    what.bytes += bytes;
  };
  const bool done = status->state == RunState::Done;
  if (!done && status->state != RunState::Stopped && status->state != RunState::Failed) return what;
  std::error_code error;
  if (fs::exists(folder / run_file::kResult, error)) add(run_file::kPreview);
  add(run_file::kNewCheckpoint);
  if (fs::exists(folder / run_file::kCheckpoint, error) || done) add(run_file::kPreviousCheckpoint);
  if (done) add(run_file::kCheckpoint);
  return what;
}

Result<void> cleanUp(const fs::path& folder, const CleanUp& what) {
  PTYCHO_CHECK(checkNobodyWorks(folder));
  const CleanUp still = cleanUpOf(folder);
  for (const fs::path& file : what.files) {
    if (std::ranges::find(still.files, file) == still.files.end()) continue;  // it is needed again
    std::error_code status;
    fs::remove(file, status);
    if (status) return tl::unexpected(errnoError(status.value(), "cannot remove", file));
  }
  return {};
}

std::vector<fs::path> listTrash(const fs::path& root) {
  std::vector<fs::path> folders;
  std::error_code status;
  for (fs::directory_iterator item(root / kTrashFolder, status), end; !status && item != end; item.increment(status)) {
    if (isRun(item->path())) folders.push_back(item->path());
  }
  std::ranges::sort(folders);
  return folders;
}

Result<std::uintmax_t> emptyTrash(const fs::path& root) {
  std::uintmax_t bytes = 0;
  for (const fs::path& folder : listTrash(root)) {
    const std::uintmax_t size = folderBytes(folder);
    std::error_code status;
    fs::remove_all(folder, status);
    if (status) return tl::unexpected(errnoError(status.value(), "cannot remove", folder));
    bytes += size;
  }
  return bytes;
}

}  // namespace ptycho
