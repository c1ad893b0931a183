#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace ptycho {

/// Deals out the chunks of a pass to threads, and hands the finished ones on in their order, so that sums have the same
/// bits whichever thread comes first. Whoever finishes the chunk whose turn it is hands on that one and those after it
/// that are done; nobody waits for a turn. A slot (memory of its own) belongs to a chunk from take() until it has been
/// handed on; the one that was given back last is the next to be used, because it still lies in a processor's cache.
class ChunkTurns {
 public:
  struct Turn {
    std::size_t chunk = 0;
    std::size_t slot = 0;
  };

  explicit ChunkTurns(std::size_t slots);
  [[nodiscard]] std::size_t slots() const { return m_slots; }
  /// Before a pass over chunks 0 … chunks − 1; not while threads are at work.
  void begin(std::size_t chunks);
  /// The next chunk and a slot for it; waits while no slot is free. Nothing once all chunks are dealt out.
  [[nodiscard]] std::optional<Turn> take();
  /// The chunk is done: handOn(turn) for every chunk whose turn has come, one at a time and in ascending order.
  template <class HandOn>
  void finish(const Turn& done, HandOn&& handOn);

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t m_slots;
  std::mutex m_guard;
  std::condition_variable m_room;
  std::vector<std::size_t> m_free;
  std::vector<std::size_t> m_slotOf;  ///< of each finished chunk that waits for its turn
  std::size_t m_next = 0;             ///< to be dealt out
  std::size_t m_turn = 0;             ///< to be handed on
  bool m_handing = false;             ///< somebody is at it
};

template <class HandOn>
void ChunkTurns::finish(const Turn& done, HandOn&& handOn) {
  std::unique_lock lock(m_guard);
  m_slotOf[done.chunk] = done.slot;
  if (m_handing) return;
  m_handing = true;
  while (m_turn < m_slotOf.size() && m_slotOf[m_turn] != kNone) {
    const Turn turn{m_turn, m_slotOf[m_turn]};
    lock.unlock();
    handOn(turn);
    lock.lock();
    ++m_turn;
    m_free.push_back(turn.slot);
    m_room.notify_one();
  }
  m_handing = false;
}

}  // namespace ptycho
