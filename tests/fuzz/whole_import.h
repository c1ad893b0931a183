#pragma once

#include <filesystem>

#include "core/measured/import_spec.h"

namespace ptycho::fuzz {

/// The path of a foreign file: open, plan, first and last pattern; then, where asked for, preview and preparation,
/// which take several times as long. Whatever comes out must hold together: errors are sentences, what was prepared is
/// an acquisition that our own files may hold. Patterns beyond a bound are not read.
void importWhole(const std::filesystem::path& file, const ImportSpec& spec, bool thoroughly);

/// What is done with a file of no known format.
void lookAt(const std::filesystem::path& file);

}  // namespace ptycho::fuzz
