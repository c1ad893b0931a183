#pragma once

#include <cstddef>

namespace ptycho::kernels {

/// What a Poisson likelihood knows beside the measured magnitudes.
struct PoissonLevel {
  const float* background = nullptr;  ///< [count]; null: none
  float floor = 0;                    ///< intensity added to every pixel, keeps the logarithm finite
  float scale = 1;                    ///< of the transform
};

/// For PTYCHO_SIMD functions: work(more) with more(i) = floor + background at pixel i, as two loops without a branch.
template <class Work>
[[gnu::always_inline]] inline auto withLevel(const PoissonLevel& level, Work work) {
  const float floor = level.floor;
  const float* background = level.background;
  if (background == nullptr) return work([=](std::size_t) __attribute__((always_inline)) { return floor; });
  return work([=](std::size_t i) __attribute__((always_inline)) { return floor + background[i]; });
}

}  // namespace ptycho::kernels
