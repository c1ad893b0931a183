#include "core/reconstruct/chunk_turns.h"

namespace ptycho {

ChunkTurns::ChunkTurns(std::size_t slots) : m_slots(slots) {
  m_free.reserve(slots);
  for (std::size_t slot = slots; slot > 0; --slot) m_free.push_back(slot - 1);
}

void ChunkTurns::begin(std::size_t chunks) {
  m_slotOf.assign(chunks, kNone);
  m_next = 0;
  m_turn = 0;
}

std::optional<ChunkTurns::Turn> ChunkTurns::take() {
  // Chunk and slot together: the chunk whose turn is next always has a slot, so the others never wait in vain.
  std::unique_lock lock(m_guard);
  m_room.wait(lock, [this] { return m_next == m_slotOf.size() || !m_free.empty(); });
  if (m_next == m_slotOf.size()) return std::nullopt;
  const Turn turn{m_next++, m_free.back()};
  m_free.pop_back();
  if (m_next == m_slotOf.size()) m_room.notify_all();
  return turn;
}

}  // namespace ptycho
