#include "core/store/checkpoint_rotation.h"

#include "core/base/atomic_file.h"

namespace ptycho {

namespace fs = std::filesystem;

Result<void> rotateCheckpoint(const fs::path& folder, const std::function<Result<void>(const fs::path&)>& write,
                              const std::function<Result<void>(const fs::path&)>& readBack) {
  const fs::path fresh = folder / run_file::kNewCheckpoint;
  PTYCHO_CHECK(write(fresh));
  std::error_code status;
  if (auto back = readBack(fresh); !back) {
    fs::remove(fresh, status);
    return passOn(back.error(), "the new checkpoint, read back");
  }
  const fs::path current = folder / run_file::kCheckpoint;
  if (fs::exists(current, status)) fs::rename(current, folder / run_file::kPreviousCheckpoint, status);
  if (!status) fs::rename(fresh, current, status);
  if (status) return tl::unexpected(errnoError(status.value(), "cannot rename the new checkpoint", current));
  return syncPath(folder);
}

}  // namespace ptycho
