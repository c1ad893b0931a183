#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ptycho {

/// A number that stands for content: 64 bits over everything that was added, in order. Each 8-byte word is mixed in by
/// a one-to-one function of the state, so that a change of one bit, or of any single word, always changes the number.
/// For telling data apart and for finding damage; no protection against anyone who means to deceive.
class Fingerprint {
 public:
  void add(const void* bytes, std::size_t count);
  void add(std::string_view text) { add(text.data(), text.size()); }
  [[nodiscard]] std::uint64_t value() const { return m_state; }

 private:
  void mix(std::uint64_t word);
  std::uint64_t m_state = 0x9E3779B97F4A7C15U;
};

}  // namespace ptycho
