#pragma once

#include <array>
#include <cstdint>

namespace ptycho {

/// Counter-based random numbers (Philox 4x32-10; Salmon, Moraes, Dror & Shaw, SC'11).
/// The value depends only on (seed, stream, index), never on call order or thread count:
/// same seed, same bits. Streams separate uses ("noise of pattern 7", "order of epoch 3").
class CounterRandom {
 public:
  CounterRandom(std::uint64_t seed, std::uint64_t stream) : m_seed(seed), m_stream(stream) {}

  /// Four independent 32-bit words of block `index`.
  [[nodiscard]] std::array<std::uint32_t, 4> words(std::uint64_t index) const;
  /// Uniform in [0, 1), 53 bits.
  [[nodiscard]] double uniform(std::uint64_t index) const;
  /// Standard normal (Box–Muller on one block).
  [[nodiscard]] double normal(std::uint64_t index) const;
  /// Poisson with the given mean: inversion below 30, transformed rejection (PTRS; Hörmann 1993) above.
  /// @param mean  ≥ 0, finite
  [[nodiscard]] double poisson(std::uint64_t index, double mean) const;
  /// Uniform integer in [0, n), without modulo bias that matters (n < 2^32).
  [[nodiscard]] std::uint64_t below(std::uint64_t index, std::uint64_t n) const;

 private:
  std::uint64_t m_seed;
  std::uint64_t m_stream;
};

}  // namespace ptycho
