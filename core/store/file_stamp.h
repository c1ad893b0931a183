#pragma once

#include <cstdint>
#include <filesystem>

namespace ptycho {

/// Tells a changed or replaced file from an untouched one at the cost of one stat(): a replacement is a new file with
/// its own number.
struct FileStamp {
  std::uint64_t inode = 0;
  std::int64_t modified_ns = 0;
  std::int64_t bytes = -1;  ///< −1: there is no such file
  bool operator==(const FileStamp&) const = default;
  [[nodiscard]] bool isThere() const { return bytes >= 0; }
};
[[nodiscard]] FileStamp fileStamp(const std::filesystem::path& file);

/// True once for each change or replacement, which it remembers in `last`; a file that is not there has not changed.
[[nodiscard]] bool hasChanged(const std::filesystem::path& file, FileStamp& last);

}  // namespace ptycho
