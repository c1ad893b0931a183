#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/error.h"

namespace ptycho {

/// Replaces `target` in one step without waiting for the disk: another process sees the old content or the new,
/// never a mixture; after a power cut it may be gone. For what is written often and soon again (heartbeats,
/// previews, requests). Safe from several threads and processes at once.
[[nodiscard]] Result<void> replaceQuickly(const std::filesystem::path& target, std::string_view bytes);

/// The target's new bytes over the old ones, in place, padded with blanks to the old length: the last way to say
/// something on a full disk, where no new file can be made. A single write; for texts of less than a disk block.
[[nodiscard]] Result<void> overwriteInPlace(const std::filesystem::path& target, std::string_view text);

}  // namespace ptycho
