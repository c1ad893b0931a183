#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// Files of one series: the same name around a number ("scan_0007.tif"), in the same folder.
struct NumberedFiles {
  std::vector<std::filesystem::path> files;  ///< by rising number
  std::uint64_t first = 0;                   ///< number of the first and the last
  std::uint64_t last = 0;
  std::uint64_t missing = 0;                 ///< numbers between them without a file
};

/// The series that a file belongs to: the last digits of its name are the number. A file without digits is a series of one.
/// Errors: two files of the same number ("a_7.tif", "a_007.tif"); more files than the limit on a stack.
[[nodiscard]] Result<NumberedFiles> seriesOf(const std::filesystem::path& file);

}  // namespace ptycho
