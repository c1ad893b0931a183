#pragma once

#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/seeds.h"

namespace ptycho::fuzz {

/// A seed with some damage: bytes changed, cut short, pieces doubled, left out or taken from another seed. The same
/// number of the same seeds is always the same damage.
[[nodiscard]] std::string damaged(const std::vector<Seed>& seeds, std::uint32_t number);

}  // namespace ptycho::fuzz
