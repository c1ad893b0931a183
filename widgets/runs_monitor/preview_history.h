#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/store/result_file.h"

namespace ptycho {

/// The pictures of one run that were seen while it was watched, a bounded number of them: when there are too many, the
/// one goes that is missed least, whose neighbours are closest; never the first, the last and the one that is looked
/// at.
class PreviewHistory {
 public:
  /// A picture of a step at or before the last one follows a resume: what was kept from there on goes.
  /// @param looked_at  step of the picture on the screen; −1: none
  void add(const std::shared_ptr<const PreviewRecord>& preview, std::int64_t looked_at = -1);
  [[nodiscard]] std::size_t size() const { return m_kept.size(); }
  [[nodiscard]] const std::shared_ptr<const PreviewRecord>& at(std::size_t place) const { return m_kept[place]; }
  /// The place of the picture nearest to a step; 0 without any.
  [[nodiscard]] std::size_t nearest(std::int64_t step) const;

  static constexpr std::size_t kMost = 32;

 private:
  std::vector<std::shared_ptr<const PreviewRecord>> m_kept;
};

}  // namespace ptycho
