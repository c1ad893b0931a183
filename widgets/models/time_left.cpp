#include "widgets/models/time_left.h"

#include <algorithm>

namespace ptycho {

void TimeLeft::add(double elapsed_s, std::int64_t done) {
  constexpr double kWindow_s = 60;
  if (!m_looks.empty() && (elapsed_s < m_looks.back().elapsed_s || done < m_looks.back().done)) m_looks.clear();
  if (!m_looks.empty() && done == m_looks.back().done) return;
  m_looks.push_back({elapsed_s, done});
  while (m_looks.size() > 2 && m_looks.back().elapsed_s - m_looks.front().elapsed_s > kWindow_s) m_looks.pop_front();
}

std::optional<double> TimeLeft::estimate(std::int64_t total) const {
  if (m_looks.size() < 2) return std::nullopt;
  const double seconds = m_looks.back().elapsed_s - m_looks.front().elapsed_s;
  const auto units = static_cast<double>(m_looks.back().done - m_looks.front().done);
  if (seconds <= 0 || units <= 0) return std::nullopt;
  return static_cast<double>(std::max<std::int64_t>(0, total - m_looks.back().done)) * seconds / units;
}

}  // namespace ptycho
