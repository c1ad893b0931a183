#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/fuzz/choices.h"

namespace ptycho::fuzz {

/// Begins as NPY or as a ZIP archive does.
[[nodiscard]] bool looksLikeNumpy(std::string_view bytes);

/// An NPZ in inputFolder() whose arrays have names that readers look for, and types, shapes and values as decided; the
/// checksums are right, so that the reader has to look at every value. Now and then its sizes lie.
[[nodiscard]] std::filesystem::path strangeNumpy(const std::string& fileName, Choices choices);

}  // namespace ptycho::fuzz
