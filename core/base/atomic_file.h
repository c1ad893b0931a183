#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "core/base/error.h"

namespace ptycho {

/// Replaces `target` in one step: `write` fills a new file beside it, which is then synced, renamed over
/// the target, and the folder synced. On any error the target is as it was and the new file is gone.
/// @param write  gets the temporary path; must leave a closed, complete file there
[[nodiscard]] Result<void> replaceFile(const std::filesystem::path& target,
                                       const std::function<Result<void>(const std::filesystem::path&)>& write);

/// The same for text or bytes that are at hand.
[[nodiscard]] Result<void> replaceFileText(const std::filesystem::path& target, std::string_view text);

/// fsync of a file or folder by name.
[[nodiscard]] Result<void> syncPath(const std::filesystem::path& path);

/// An Error from errno, with ENOSPC, EDQUOT and EFBIG recognised as NoSpace and a remedy in the sentence.
[[nodiscard]] Error errnoError(int number, std::string_view what, const std::filesystem::path& file);

}  // namespace ptycho
