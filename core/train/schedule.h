#pragma once

#include <cstdint>

#include "core/learn/training_spec.h"

namespace ptycho {

/// Learning rate of step t = 0, 1, …, steps − 1: (t + 1)/warmup of the full one during the warm-up, then
/// f + (1 − f)·½·(1 + cos π·u) of it, where u rises from 0 at the end of the warm-up to 1 at the last step
/// (Loshchilov & Hutter 2017, without restarts) and f = final_fraction. Behind the last step: as at the last step.
[[nodiscard]] double learningRate(const OptimiserSpec& spec, std::int64_t steps, std::int64_t step);

/// The same with the cosine over steps or over the time limit, as the specification says.
/// @param seconds  of training so far; counts only for CosineOver::Time, where u = seconds / time limit
[[nodiscard]] double learningRate(const TrainingSpec& spec, std::int64_t step, double seconds);

/// λ·min(1, t / dft_ramp_steps), the weight of the diffraction loss at step t.
[[nodiscard]] double diffractionWeight(const LossSpec& spec, std::int64_t step);

/// Decay of the averaged weights after t updates, min(decay, (1 + t)/(10 + t)): a young average forgets the random
/// start sooner.
[[nodiscard]] double averageDecay(double decay, std::int64_t updates);

}  // namespace ptycho
