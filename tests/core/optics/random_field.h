#pragma once

#include <cstdint>

#include "core/base/image.h"
#include "core/base/random.h"

namespace ptycho::test {

/// Real and imaginary parts normally distributed; the same field for the same seed.
inline ComplexImage randomField(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  const CounterRandom random(seed, 1);
  ComplexImage field(rows, cols);
  for (std::size_t i = 0; i < field.size(); ++i) {
    field[i] = {static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1))};
  }
  return field;
}
inline ComplexImage randomField(std::size_t side, std::uint64_t seed) { return randomField(side, side, seed); }

}  // namespace ptycho::test
