#include "core/reconstruct/pattern_sweep.h"

#include "core/reconstruct/kernels.h"

namespace ptycho {

void PatternSweep::addRow(const ScanCover& cover, std::size_t first, std::size_t last, std::size_t row,
                          ComplexImage& sum) const {
  Complex* out = sum.row(row);
  if (first == 0) std::fill_n(out, sum.cols(), Complex{});
  for (std::size_t c = first; c < last; ++c) {
    const PatternChunk& chunk = cover.chunks()[c];
    if (row < chunk.row || row >= chunk.row + chunk.rows) continue;
    const Complex* in = m_boxes[c - first].data() + (row - chunk.row) * chunk.cols;
    kernels::addScaled(in, 1.0F, out + chunk.col, chunk.cols);
  }
}

void deposit(const ScanCover& cover, std::size_t j, Complex* contribution, ComplexImage& scratch, const PatchBox& box) {
  cover.bringToGrid(j, contribution, scratch);
  for (std::size_t r = 0; r < scratch.rows(); ++r) {
    kernels::addScaled(contribution + r * scratch.cols(), 1.0F, box.row(r), scratch.cols());
  }
}

}  // namespace ptycho
