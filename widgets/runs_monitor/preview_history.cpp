#include "widgets/runs_monitor/preview_history.h"

#include <cstdlib>

namespace ptycho {

void PreviewHistory::add(const std::shared_ptr<const PreviewRecord>& preview, std::int64_t looked_at) {
  while (!m_kept.empty() && m_kept.back()->step >= preview->step) m_kept.pop_back();
  m_kept.push_back(preview);
  if (m_kept.size() <= kMost) return;
  std::size_t densest = m_kept[1]->step == looked_at ? 2 : 1;
  const auto gapWithout = [this](std::size_t k) { return m_kept[k + 1]->step - m_kept[k - 1]->step; };
  for (std::size_t k = 2; k + 1 < m_kept.size(); ++k) {
    if (m_kept[k]->step == looked_at) continue;
    if (gapWithout(k) < gapWithout(densest)) densest = k;
  }
  m_kept.erase(m_kept.begin() + static_cast<std::ptrdiff_t>(densest));
}

std::size_t PreviewHistory::nearest(std::int64_t step) const {
  std::size_t best = 0;
  for (std::size_t k = 1; k < m_kept.size(); ++k) {
    if (std::abs(m_kept[k]->step - step) < std::abs(m_kept[best]->step - step)) best = k;
  }
  return best;
}

}  // namespace ptycho
