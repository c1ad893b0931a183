#pragma once

#include <cstdint>
#include <vector>

#include "core/train/adam.h"
#include "core/train/training_loss.h"

namespace ptycho {

/// Error that names the step and the part of the loss that is not finite.
[[nodiscard]] Result<void> checkLoss(const LossValues& loss, std::int64_t step);
/// Error that names the step and the first parameter whose gradient is not finite. Call when the norm is not.
[[nodiscard]] Error gradientError(const Adam& optimiser, std::int64_t step);

/// Notices a training that has left the ground: the loss, smoothed over about 20 steps, is more than 10 × its smallest
/// value so far, counted from step 100 on. The loss is taken with the full weight of the diffraction part, so that its
/// ramp is no alarm. Since outputs lie in [0, 1], a training that works stays far below.
class DivergenceGuard {
 public:
  /// @return error once the training has diverged
  [[nodiscard]] Result<void> watch(const LossValues& loss, const LossSpec& spec, std::int64_t step);

  double smoothed = 0;
  double smallest = 0;
};

}  // namespace ptycho
