#include "core/import/picked_patterns.h"

#include <fmt/format.h>

namespace ptycho {

Result<void> PickedPatterns::read(std::uint64_t first, std::uint64_t count, float* values) const {
  if (first > m_picks.size() || count > m_picks.size() - first) {
    return badInput(fmt::format("{} patterns from [{}] were asked for of {}.", count, first, m_picks.size()));
  }
  // Neighbours that are neighbours in the file too are read in one go.
  for (std::uint64_t k = first; k < first + count;) {
    std::uint64_t run = 1;
    while (k + run < first + count && m_picks[k + run] == m_picks[k] + run) ++run;
    PTYCHO_CHECK(m_patterns->read(m_picks[k], run, values));
    values += run * rows() * cols();
    k += run;
  }
  return {};
}

}  // namespace ptycho
