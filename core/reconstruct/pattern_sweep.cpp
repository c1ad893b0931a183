#include "core/reconstruct/pattern_sweep.h"

#include "core/reconstruct/kernels.h"

namespace ptycho {

void PatternSweep::addBox(const Box& box, const PatternChunk& chunk, ComplexImage& sum) {
  for (std::size_t r = 0; r < chunk.rows; ++r) {
    kernels::addScaled(box.data() + r * chunk.cols, 1.0F, sum.row(chunk.row + r) + chunk.col, chunk.cols);
  }
}

void deposit(const ScanCover& cover, std::size_t j, Complex* contribution, ComplexImage& scratch, const PatchBox& box) {
  cover.bringToGrid(j, contribution);
  for (std::size_t r = 0; r < scratch.rows(); ++r) {
    kernels::addScaled(contribution + r * scratch.cols(), 1.0F, box.row(r), scratch.cols());
  }
}

}  // namespace ptycho
