#pragma once

#include <cstddef>
#include <span>

namespace ptycho {

/// Numbers of one Adam step that are the same for all parameters.
struct AdamStep {
  float rate = 0;           ///< learning rate / (1 − β₁^t)
  float beta1 = 0;
  float fresh1 = 1;         ///< 1 − β₁, rounded once
  float beta2 = 0;
  float fresh2 = 1;
  float root_bias2 = 1;     ///< √(1 − β₂^t)
  float epsilon = 0;
  float gradient_scale = 1; ///< of clipping
};

/// A stretch of one parameter with its gradient and moments, float32, contiguous.
struct AdamStretch {
  std::size_t count = 0;
  const float* gradient = nullptr;
  float* weight = nullptr;
  float* mean = nullptr;
  float* square = nullptr;
};

/// g ← scale·g,  m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  w ← w − rate·m / (√v/√(1 − β₂^t) + ε): every value is
/// read and written once.
void adamStep(const AdamStep& step, std::span<const AdamStretch> stretches, int threads);

/// Σ g² of all stretches in double precision and in an order that does not depend on `threads`.
[[nodiscard]] double gradientSquares(std::span<const AdamStretch> stretches, int threads);

}  // namespace ptycho
