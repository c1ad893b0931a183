#pragma once

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// Whether a file is taken for a list of files: by its name, .txt in any case.
[[nodiscard]] bool isFileList(const std::filesystem::path& file);

/// The files that a text file lists, one a line, in its order: whole paths, or relative to the list's folder. Empty lines
/// and those that begin with # say nothing.
/// @param fits  whether an existing file may be named; @param what  for errors: "JPEG or PNG photo"
/// Errors: a list that cannot be read, is larger than 64 MiB or names nothing; a line that names no such file.
[[nodiscard]] Result<std::vector<std::filesystem::path>> listedFiles(
    const std::filesystem::path& list, const std::function<bool(const std::filesystem::path&)>& fits,
    std::string_view what);

}  // namespace ptycho
