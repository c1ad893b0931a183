#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace ptycho {

namespace fs = std::filesystem;

Error errnoError(int number, std::string_view what, const fs::path& file) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {ErrorCode::NoSpace,
              fmt::format("{}: no space left ({}); free some space or choose another folder.", what,
                          std::strerror(number)),
              file.string()};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorCode::Io,
              fmt::format("{}: not permitted ({}); choose a folder you can write to.", what, std::strerror(number)),
              file.string()};
    case ENOENT:
    case ENOTDIR:
      return {ErrorCode::NotFound,
              fmt::format("{}: the folder does not exist ({}); create it or choose another.", what,
                          std::strerror(number)),
              file.string()};
    default: return {ErrorCode::Io, fmt::format("{}: {}.", what, std::strerror(number)), file.string()};
  }
}

Result<void> syncPath(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(errnoError(errno, "cannot open to sync", path));
  const int status = ::fsync(descriptor);
  const int number = errno;
  ::close(descriptor);
  // Some network and overlay file systems do not sync folders; the data itself is what counts.
  if (status != 0 && number != EINVAL && number != ENOTSUP) {
    return tl::unexpected(errnoError(number, "cannot sync", path));
  }
  return {};
}

Result<void> replaceFile(const fs::path& target, const std::function<Result<void>(const fs::path&)>& write) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code status;
  if (fs::is_directory(target, status)) return badInput("is a folder; name a file.", target.string());
  if (!fs::is_directory(folder, status)) {
    if (status && status != std::errc::no_such_file_or_directory) {
      return tl::unexpected(errnoError(status.value(), "cannot look into the folder", folder));
    }
    return fail(ErrorCode::NotFound, "the folder does not exist; create it or choose another.", folder.string());
  }
  const fs::path temporary =
      folder / fmt::format(".{}.{}.part", target.filename().string(), static_cast<long>(::getpid()));
  const auto undo = [&temporary] {
    std::error_code ignored;
    fs::remove(temporary, ignored);
  };
  if (auto written = write(temporary); !written) {
    undo();
    Error error = std::move(written).error();
    if (error.where == temporary.string()) error.where = target.string();
    return tl::unexpected(std::move(error));
  }
  if (auto synced = syncPath(temporary); !synced) {
    undo();
    return tl::unexpected(std::move(synced).error());
  }
  fs::rename(temporary, target, status);
  if (status) {
    undo();
    return tl::unexpected(errnoError(status.value(), "cannot put the new file in place", target));
  }
  return syncPath(folder);
}

Result<void> replaceFileText(const fs::path& target, std::string_view text) {
  return replaceFile(target, [text](const fs::path& temporary) -> Result<void> {
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) return tl::unexpected(errnoError(errno, "cannot write", temporary));
    std::size_t done = 0;
    while (done < text.size()) {
      const ssize_t count = ::write(descriptor, text.data() + done, text.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        const int number = count < 0 ? errno : EIO;
        ::close(descriptor);
        return tl::unexpected(errnoError(number, "cannot write", temporary));
      }
      done += static_cast<std::size_t>(count);
    }
    if (::close(descriptor) != 0) return tl::unexpected(errnoError(errno, "cannot close", temporary));
    return {};
  });
}

}  // namespace ptycho
