#pragma once

#include <filesystem>

#include "core/base/spec_json.h"
#include "core/store/array_file.h"

namespace ptycho::cli {

/// What a file or run folder is and holds, as JSON: {"kind": …, …}. Errors name the file.
[[nodiscard]] Result<Json> describePath(const std::filesystem::path& path);

/// What kind of file it is, and that its reader gets through all of it but the patterns: what the window asks before it
/// opens a file itself. Runs in the guarded process. Errors name the file: it is not there, is ours but cannot be read.
[[nodiscard]] Result<FileKind> readableKindOf(const std::filesystem::path& file);

/// Versions of the libraries that parse files and compute, for bug reports.
[[nodiscard]] Json libraryVersions();

}  // namespace ptycho::cli
