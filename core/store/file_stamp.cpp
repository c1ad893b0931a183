#include "core/store/file_stamp.h"

#include <sys/stat.h>

namespace ptycho {

FileStamp fileStamp(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {status.st_ino, status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec, status.st_size};
}

bool hasChanged(const std::filesystem::path& file, FileStamp& last) {
  const FileStamp stamp = fileStamp(file);
  if (stamp == last || !stamp.isThere()) return false;
  last = stamp;
  return true;
}

}  // namespace ptycho
