#pragma once

#include <span>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"

namespace ptycho {

/// One pattern's part of the gradient of Σ(|F| − M)², |F|² summed over the modes: transforms → (1 − M/|F|)·F, 0 where
/// masked, in the order of columnTarget().
/// @param blocks  unscaled transforms, one a mode
/// @param power   scratch [count]
/// @return Σ(|F| − M)² over valid pixels
inline double amplitudeGradient(const float* target, float scale, std::span<Complex* const> blocks, float* power,
                                std::size_t count) {
  if (blocks.size() == 1) return kernels::gradientModulus(target, scale, blocks[0], count);
  kernels::power(blocks[0], power, count);
  for (std::size_t m = 1; m < blocks.size(); ++m) kernels::addPower(blocks[m], power, count);
  const double loss = kernels::squaredResidualSum(power, target, scale, count);
  kernels::gradientFactor(power, target, scale, power, count);
  for (Complex* block : blocks) kernels::scaleBy(power, block, count);
  return loss;
}

}  // namespace ptycho
