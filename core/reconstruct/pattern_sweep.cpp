#include "core/reconstruct/pattern_sweep.h"

#include <algorithm>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"

namespace ptycho {

void PatternSweep::addBox(const ScanCover& cover, const ChunkTurns::Turn& turn, std::size_t& begun,
                          ComplexImage& sum) const {
  const PatternChunk& chunk = cover.chunks()[turn.chunk];
  const bool last = turn.chunk + 1 == cover.chunks().size();
  for (const std::size_t end = last ? sum.rows() : chunk.row + chunk.rows; begun < end; ++begun) {
    std::fill_n(sum.row(begun), sum.cols(), Complex{});
  }
  const Complex* in = m_boxes[turn.slot].data();
  for (std::size_t r = 0; r < chunk.rows; ++r, in += chunk.cols) {
    kernels::addBoxRow(in, sum.row(chunk.row + r) + chunk.col, chunk.cols);
  }
}

void PatternSweep::announce(const ScanCover& cover) {
  if (!m_problem.streamed()) return;
  m_readOrder.clear();
  const auto& chunks = cover.chunks();
  const std::size_t together = m_workspaces.size();
  for (std::size_t group = 0; group < chunks.size(); group += together) {
    const std::size_t end = std::min(group + together, chunks.size());
    // The first chunk of a group is never shorter than the others: only the last of all is.
    for (std::size_t k = 0; chunks[group].first + k < chunks[group].last; ++k) {
      for (std::size_t c = group; c < end; ++c) {
        if (chunks[c].first + k < chunks[c].last) m_readOrder.push_back(cover.order()[chunks[c].first + k]);
      }
    }
  }
  m_problem.beginPass(m_readOrder);
}

void deposit(const ScanCover& cover, std::size_t j, Complex* contribution, ComplexImage& scratch, const PatchBox& box) {
  cover.bringToGrid(j, contribution);
  for (std::size_t r = 0; r < scratch.rows(); ++r) {
    kernels::addScaled(contribution + r * scratch.cols(), 1.0F, box.rows(r, 1), scratch.cols());
  }
}

}  // namespace ptycho
