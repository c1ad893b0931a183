#pragma once

#include <string_view>

namespace ptycho::fuzz {

/// Whether the costly part of a target runs for this input: once in `count` inputs, always the same ones. So that the
/// cheap parts (the reader above all) see many more inputs in the same time.
[[nodiscard]] bool onceIn(unsigned count, std::string_view input);

/// From now on onceIn() is always true: for replays, where inputs are few and findings must show.
void leaveNothingOut();

}  // namespace ptycho::fuzz
