#include "core/reconstruct/follow_waves.h"

#include <algorithm>

namespace ptycho {

namespace {

std::size_t wrapped(int shift, std::size_t side) {
  const auto period = static_cast<int>(side);
  return static_cast<std::size_t>(((shift % period) + period) % period);
}

}  // namespace

void rollWindow(Complex* window, int rows, int cols, ComplexImage& scratch) {
  const std::size_t down = wrapped(rows, scratch.rows());
  const std::size_t across = wrapped(cols, scratch.cols());
  if (down == 0 && across == 0) return;
  const std::size_t width = scratch.cols();
  for (std::size_t r = 0; r < scratch.rows(); ++r) {
    const Complex* from = window + r * width;
    Complex* to = scratch.row((r + down) % scratch.rows());
    std::rotate_copy(from, from + (width - across), from + width, to);
  }
  std::copy_n(scratch.data(), scratch.size(), window);
}

void mixModes(Complex* modes, std::size_t count, const Image<Complex>& mixing) {
  constexpr std::size_t kBlock = 64;
  const std::size_t number = mixing.rows();
  std::vector<Complex> old(number * kBlock);
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t size = std::min(kBlock, count - first);
    for (std::size_t b = 0; b < number; ++b) std::copy_n(modes + b * count + first, size, old.data() + b * kBlock);
    for (std::size_t a = 0; a < number; ++a) {
      Complex* out = modes + a * count + first;
      for (std::size_t i = 0; i < size; ++i) {
        Complex sum = 0;
        for (std::size_t b = 0; b < number; ++b) sum += mixing(a, b) * old[b * kBlock + i];
        out[i] = sum;
      }
    }
  }
}

void followWaves(ComplexStack& waves, std::size_t patterns, std::size_t modes, const EstimateChange& change) {
  if (change.roll_rows != 0 || change.roll_cols != 0) {
    ComplexImage scratch(waves.rows(), waves.cols());
    for (std::size_t k = 0; k < waves.count(); ++k) {
      rollWindow(waves.image(k), change.roll_rows, change.roll_cols, scratch);
    }
  }
  if (change.mixing.empty()) return;
  for (std::size_t j = 0; j < patterns; ++j) mixModes(waves.image(j * modes), waves.imageSize(), change.mixing);
}

}  // namespace ptycho
