#pragma once

#include <string>
#include <string_view>

#include "tests/fuzz/choices.h"

namespace ptycho::fuzz {

/// Begins as NPY or as a ZIP archive does.
[[nodiscard]] bool looksLikeNumpy(std::string_view bytes);

/// The bytes of an NPZ whose arrays have names that readers look for, and types, shapes and values as decided; the
/// checksums are right, so that the reader has to look at every value. Now and then its sizes lie.
[[nodiscard]] std::string strangeNumpy(Choices choices);

}  // namespace ptycho::fuzz
