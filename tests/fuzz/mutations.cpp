#include "tests/fuzz/mutations.h"

#include <algorithm>
#include <array>

namespace ptycho::fuzz {

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t count) { return count == 0 ? 0 : random() % count; }

/// An integer that is on the edge of something, little-endian.
void writeEdge(std::string& bytes, Random& random) {
  constexpr std::array<std::uint64_t, 12> kEdges{0,          1,          0x7f,        0x80,       0xff,
                                                 0x7fff,     0xffff,     0x7fffffff,  0x80000000, 0xffffffff,
                                                 1ull << 40, ~0ull};
  const std::uint64_t edge = kEdges[below(random, kEdges.size())];
  const std::size_t width = std::size_t{1} << below(random, 4);
  const std::size_t at = below(random, bytes.size());
  for (std::size_t k = 0; k < width && at + k < bytes.size(); ++k) bytes[at + k] = static_cast<char>(edge >> 8 * k);
}

void change(std::string& bytes, const std::string& other, Random& random) {
  const std::size_t at = below(random, bytes.size());
  const std::size_t length = 1 + below(random, std::min<std::size_t>(bytes.size() - at, 64));
  switch (below(random, 7)) {
    case 0: bytes[at] = static_cast<char>(bytes[at] ^ 1 << below(random, 8)); break;
    case 1:
    case 2: bytes[at] = static_cast<char>(random()); break;
    case 3: writeEdge(bytes, random); break;
    case 4: bytes.insert(at, bytes.substr(at, length)); break;
    case 5: bytes.erase(at, length); break;
    default: bytes.replace(at, length, other.substr(below(random, other.size()), length)); break;
  }
}

}  // namespace

std::string damaged(const std::vector<Seed>& seeds, std::uint32_t number) {
  Random random(number);
  for (int k = 0; k < 3; ++k) (void)random();
  std::string bytes = seeds[below(random, seeds.size())].bytes;
  const std::string& other = seeds[below(random, seeds.size())].bytes;
  if (below(random, 6) == 0) bytes.resize(below(random, bytes.size()));
  // Lengths that change move everything behind them, so that few changes keep more of the file readable.
  for (std::size_t changes = 1 + below(random, 8); changes > 0 && !bytes.empty(); --changes) change(bytes, other, random);
  return bytes;
}

}  // namespace ptycho::fuzz
