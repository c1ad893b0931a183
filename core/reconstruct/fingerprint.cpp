#include "core/reconstruct/fingerprint.h"

#include <algorithm>
#include <cstring>

namespace ptycho {

void Fingerprint::mix(std::uint64_t word) {
  m_state = (m_state ^ word) * 0xD6E8FEB86659FD93U;
  m_state ^= m_state >> 32;
}

void Fingerprint::add(const void* bytes, std::size_t count) {
  const auto* at = static_cast<const char*>(bytes);
  mix(count);  // "ab" + "c" is not "a" + "bc"
  for (std::size_t done = 0; done < count; done += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, at + done, std::min(sizeof word, count - done));
    mix(word);
  }
}

}  // namespace ptycho
