#pragma once

#include <filesystem>
#include <string_view>

#include "core/measured/import_spec.h"

namespace ptycho::fuzz {

/// How far a file is taken: opened and planned, then prepared unless its positions lie so far apart that the maps of its
/// object would take most of the time, or in any case.
enum class ImportDepth { Planned, Prepared, LargeToo };
/// Most inputs are planned, one in eight is prepared, some whatever they cost; always the same ones.
[[nodiscard]] ImportDepth importDepth(std::string_view input);

/// The path of a foreign file: open, plan, first and last pattern; then, as deep as asked for, preview and preparation,
/// which take several times as long. Whatever comes out must hold together: errors are sentences, what was prepared is
/// an acquisition that our own files may hold. Patterns beyond a bound are not read.
void importWhole(const std::filesystem::path& file, const ImportSpec& spec, ImportDepth depth);

/// What is done with a file of no known format.
void lookAt(const std::filesystem::path& file);

}  // namespace ptycho::fuzz
