#include "core/store/quick_replace.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/atomic_file.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

Result<void> writeAll(int descriptor, std::string_view bytes, const fs::path& target) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return tl::unexpected(errnoError(count < 0 ? errno : EIO, "cannot write", target));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace

Result<void> replaceQuickly(const fs::path& target, std::string_view bytes) {
  static std::atomic<unsigned> counter{0};
  const fs::path temporary =
      target.parent_path() / fmt::format(".{}.{}-{}.part", target.filename().string(), ::getpid(), ++counter);
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return tl::unexpected(errnoError(errno, "cannot write", target));
  auto written = writeAll(descriptor, bytes, target);
  if (::close(descriptor) != 0 && written) written = tl::unexpected(errnoError(errno, "cannot close", target));
  if (written && std::rename(temporary.c_str(), target.c_str()) != 0) {
    written = tl::unexpected(errnoError(errno, "cannot put the new file in place", target));
  }
  if (!written) ::unlink(temporary.c_str());
  return written;
}

Result<void> overwriteInPlace(const fs::path& target, std::string_view text) {
  const int descriptor = ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(errnoError(errno, "cannot write", target));
  struct stat before {};
  std::string padded(text);
  if (::fstat(descriptor, &before) == 0 && static_cast<std::size_t>(before.st_size) > padded.size()) {
    padded.resize(static_cast<std::size_t>(before.st_size), ' ');
  }
  auto written = writeAll(descriptor, padded, target);
  if (::close(descriptor) != 0 && written) written = tl::unexpected(errnoError(errno, "cannot close", target));
  return written;
}

}  // namespace ptycho
