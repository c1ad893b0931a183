#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/optics/scan.h"
#include "core/reconstruct/stage_spec.h"

namespace ptycho {

/// Deals the patterns of a pass to batches that a sequential engine takes one after the other. The patterns of a batch
/// lie far apart, so that what each of them changes hardly meets the others' changes:
///   random: the patterns, sorted by place, are cut into runs of neighbours as long as there are batches; a batch gets
///           one pattern of each run, by a new permutation (Fisher–Yates) of each run in every pass;
///   given:  batch b has the patterns b, b + batches, b + 2·batches, … as given, in every pass.
/// Batches of one are thus a random permutation, or the given order. A pass depends on (seed, iteration) alone.
/// Nothing is allocated after construction.
class PatternBatches {
 public:
  /// @param size    patterns in a batch, at least 1; some batches have one less
  /// @param sorted  all patterns, neighbours next to one another (patternsByPlace()); copied
  PatternBatches(PatternOrder order, std::uint64_t seed, std::size_t size, std::span<const std::size_t> sorted);

  [[nodiscard]] std::size_t count() const { return m_starts.size() - 1; }
  [[nodiscard]] std::size_t largest() const { return m_starts[1]; }
  void deal(std::uint64_t iteration);
  /// All patterns of the pass, batch after batch.
  [[nodiscard]] std::span<const std::size_t> turns() const { return m_turns; }
  [[nodiscard]] std::span<const std::size_t> batch(std::size_t b) const {
    return std::span(m_turns).subspan(m_starts[b], m_starts[b + 1] - m_starts[b]);
  }

 private:
  PatternOrder m_order;
  std::uint64_t m_seed;
  std::vector<std::size_t> m_sorted;
  std::vector<std::size_t> m_dealt;
  std::vector<std::size_t> m_turns;   ///< batch after batch
  std::vector<std::size_t> m_starts;  ///< first of each batch in m_turns, and the end
};

/// All patterns by the whole rows and columns of these positions, neighbours next to one another: with the given
/// positions the same for an engine that is made anew in the middle of a run, when positions may have moved.
[[nodiscard]] std::vector<std::size_t> patternsByPlace(const std::vector<Position>& positions);

}  // namespace ptycho
