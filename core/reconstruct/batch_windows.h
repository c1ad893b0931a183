#pragma once

#include <omp.h>

#include <algorithm>
#include <span>
#include <vector>

#include "core/reconstruct/scan_cover.h"

namespace ptycho {

/// Where the windows of a batch lie, so that what its patterns change can be added row by row: every row of the object
/// belongs to one thread, which adds the patterns in a fixed order. Race-free, and the same bits for any number of
/// threads; costs no more than the windows' pixels, however large the object is.
class BatchWindows {
 public:
  struct Window {
    std::size_t slot;  ///< in the batch
    std::size_t row, col;
  };
  /// A stretch of one row and the windows that reach into it, in order of their columns.
  struct Span {
    std::size_t begin, end;  ///< columns
    std::span<const Window> windows;
  };

  BatchWindows(std::size_t side, std::size_t largestBatch, int threads)
      : m_side(side), m_threads(threads), m_covering(static_cast<std::size_t>(threads)) {
    m_windows.reserve(largestBatch);
    for (auto& windows : m_covering) windows.reserve(largestBatch);
  }

  void set(const ScanCover& cover, std::span<const std::size_t> patterns) {
    m_windows.clear();
    for (std::size_t s = 0; s < patterns.size(); ++s) {
      m_windows.push_back({s, cover.row(patterns[s]), cover.col(patterns[s])});
    }
    std::ranges::sort(m_windows, [](const Window& a, const Window& b) {
      return a.col != b.col ? a.col < b.col : a.slot < b.slot;
    });
    m_firstRow = std::ranges::min(m_windows, {}, &Window::row).row;
    m_endRow = std::ranges::max(m_windows, {}, &Window::row).row + m_side;
  }

  /// Calls work(thread, row, span) for every stretch of every row that windows cover, rows in parallel.
  template <class Work>
  void eachSpan(Work&& work);

 private:
  std::size_t m_side;
  int m_threads;
  std::vector<Window> m_windows;
  std::vector<std::vector<Window>> m_covering;  ///< for each thread
  std::size_t m_firstRow = 0, m_endRow = 0;
};

template <class Work>
void BatchWindows::eachSpan(Work&& work) {
#pragma omp parallel for schedule(static) num_threads(m_threads)
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(m_firstRow); at < static_cast<std::ptrdiff_t>(m_endRow); ++at) {
    const auto thread = static_cast<std::size_t>(omp_get_thread_num());
    const auto row = static_cast<std::size_t>(at);
    auto& covering = m_covering[thread];
    covering.clear();
    for (const Window& window : m_windows) {
      if (window.row <= row && row < window.row + m_side) covering.push_back(window);
    }
    for (std::size_t first = 0, last = 0; first < covering.size(); first = last) {
      std::size_t end = covering[first].col + m_side;
      for (last = first + 1; last < covering.size() && covering[last].col < end; ++last) {
        end = covering[last].col + m_side;
      }
      work(thread, row, Span{covering[first].col, end, std::span(covering).subspan(first, last - first)});
    }
  }
}

}  // namespace ptycho
