#pragma once

#include <filesystem>

#include "core/base/spec_json.h"

namespace ptycho::cli {

/// What a file or run folder is and holds, as JSON: {"kind": …, …}. Errors name the file.
[[nodiscard]] Result<Json> describePath(const std::filesystem::path& path);

/// Versions of the libraries that parse files and compute, for bug reports.
[[nodiscard]] Json libraryVersions();

}  // namespace ptycho::cli
