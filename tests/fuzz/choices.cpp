#include "tests/fuzz/choices.h"

#include <array>
#include <limits>

namespace ptycho::fuzz {

double Choices::number() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr std::array kNumbers{0.0,    -0.0,   1.0,    -1.0,   2.0,     0.5,     1e-6,       -1e-6,       1e-9,  1e-12,
                                1e-15,  1e-30,  1e-300, 1e30,   1e300,   -1e300,  kInfinity,  -kInfinity,  1e4,   1e5,
                                65536., 65537., 8192.,  4096.,  32768.,  255.,    2147483647., 2147483648., -2147483649.,
                                4294967296., 9007199254740993., 9223372036854775808., 18446744073709551616., 3.4e38, 3.5e38,
                                1.4e-45, 5e-324, 0.1, 7.3, 1e-10, 1.6e-15, 8.8e3, 12398.4, 75e-6};
  const std::size_t which = below(kNumbers.size() + 20);
  if (which < kNumbers.size()) return kNumbers[which];
  if (which == kNumbers.size()) return std::numeric_limits<double>::quiet_NaN();
  return (static_cast<double>(byte()) - 128) / 8;
}

std::uint64_t Choices::side() {
  constexpr std::array<std::uint64_t, 16> kSides{0,    1,    2,     3,     4,       5,          6,         7,
                                                 8,    9,    16,    64,    1u << 13, 1u << 20,  1u << 31,  1ull << 40};
  return oneIn(8) ? of(kSides) : below(10);
}

}  // namespace ptycho::fuzz
