#pragma once

#include <string>

namespace ptycho {

/// The time now as ISO 8601 with offset, "2025-03-01T12:03:10.482+01:00".
[[nodiscard]] std::string clockText();
/// The local time now for the name of a folder, "20250301-120310".
[[nodiscard]] std::string folderTimeText();

}  // namespace ptycho
