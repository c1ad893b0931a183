#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "core/base/random.h"

namespace ptycho {

/// Draws one after the other from one item of a counter-based stream: item 7 gets the same numbers whether or not
/// items 0 … 6 took all of theirs. At most 64 draws an item.
class RandomSequence {
 public:
  RandomSequence(const CounterRandom& source, std::uint64_t item) : m_source(source), m_block(item * kBlocksPerItem) {}

  /// Uniform in [0, 1), 24 bits.
  double uniform() {
    if (m_next == m_words.size()) {
      m_words = m_source.words(m_block++);
      m_next = 0;
    }
    return static_cast<double>(m_words[m_next++] >> 8) * 0x1.0p-24;
  }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }

 private:
  static constexpr std::uint64_t kBlocksPerItem = 16;

  const CounterRandom& m_source;
  std::uint64_t m_block;
  std::array<std::uint32_t, 4> m_words{};
  std::size_t m_next = 4;
};

}  // namespace ptycho
