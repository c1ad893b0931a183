#include "core/reconstruct/pattern_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/base/random.h"

namespace ptycho {

namespace {
constexpr std::uint64_t kOrderStream = 0x706965;  // "pie"
}

PatternBatches::PatternBatches(PatternOrder order, std::uint64_t seed, std::size_t size,
                               std::span<const std::size_t> sorted)
    : m_order(order), m_seed(seed), m_sorted(sorted.begin(), sorted.end()), m_dealt(sorted.size()),
      m_turns(sorted.size()) {
  const std::size_t count = (sorted.size() + size - 1) / size;
  m_starts.push_back(0);
  for (std::size_t b = 0; b < count; ++b) m_starts.push_back(m_starts[b] + (sorted.size() - b + count - 1) / count);
  if (order == PatternOrder::Given) std::iota(m_sorted.begin(), m_sorted.end(), std::size_t{0});
}

std::vector<std::size_t> patternsByPlace(const std::vector<Position>& positions) {
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t j) {
    return std::tuple(std::floor(positions[j].row), std::floor(positions[j].col), j);
  };
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

void PatternBatches::deal(std::uint64_t iteration) {
  m_dealt = m_sorted;
  if (m_order == PatternOrder::Random) {
    const CounterRandom random(m_seed, kOrderStream + (iteration << 24));
    for (std::size_t first = 0; first < m_dealt.size(); first += count()) {
      for (std::size_t k = std::min(count(), m_dealt.size() - first); k > 1; --k) {
        std::swap(m_dealt[first + k - 1], m_dealt[first + random.below(first + k, k)]);
      }
    }
  }
  std::size_t filled = 0;
  for (std::size_t b = 0; b < count(); ++b) {
    for (std::size_t k = b; k < m_dealt.size(); k += count()) m_turns[filled++] = m_dealt[k];
  }
}

}  // namespace ptycho
