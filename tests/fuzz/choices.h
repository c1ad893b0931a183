#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ptycho::fuzz {

/// Decisions taken from the bytes of an input, first byte first; zeros when they are used up. The same bytes are the
/// same decisions, so that a fuzzer that changes a byte changes a decision.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : m_bytes(bytes) {}

  [[nodiscard]] bool over() const { return m_at >= m_bytes.size(); }
  std::uint8_t byte() { return over() ? std::uint8_t{0} : static_cast<std::uint8_t>(m_bytes[m_at++]); }
  /// 0 … count − 1
  std::size_t below(std::size_t count) {
    std::size_t value = byte();
    if (count > 256) value = value << 8 | byte();
    return count == 0 ? 0 : value % count;
  }
  bool oneIn(std::size_t count) { return below(count) == 0; }
  template <class Container>
  const auto& of(const Container& container) {
    return container[below(container.size())];
  }
  /// A number that somebody could trip over, or a small one.
  double number();
  /// A side: mostly small, sometimes absurd.
  std::uint64_t side();

 private:
  std::string_view m_bytes;
  std::size_t m_at = 0;
};

}  // namespace ptycho::fuzz
