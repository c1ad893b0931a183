#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ptycho {

namespace {

double rateAt(const OptimiserSpec& spec, double progress) {
  const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
  return spec.learning_rate * (spec.final_fraction + (1 - spec.final_fraction) * cosine);
}

}  // namespace

double learningRate(const OptimiserSpec& spec, std::int64_t steps, std::int64_t step) {
  if (step < spec.warmup_steps) {
    return spec.learning_rate * static_cast<double>(step + 1) / static_cast<double>(spec.warmup_steps);
  }
  const std::int64_t span = steps - 1 - spec.warmup_steps;
  return rateAt(spec, span > 0 ? static_cast<double>(step - spec.warmup_steps) / static_cast<double>(span) : 0);
}

double learningRate(const TrainingSpec& spec, std::int64_t step, double seconds) {
  const bool warming = step < spec.optimiser.warmup_steps;
  if (warming || spec.optimiser.cosine_over == CosineOver::Steps) {
    return learningRate(spec.optimiser, spec.loop.steps, step);
  }
  return rateAt(spec.optimiser, seconds / (60 * spec.loop.budget_minutes));
}

double diffractionWeight(const LossSpec& spec, std::int64_t step) {
  if (spec.dft_ramp_steps <= 0) return spec.dft_weight;
  return spec.dft_weight * std::min(1.0, static_cast<double>(step) / static_cast<double>(spec.dft_ramp_steps));
}

double averageDecay(double decay, std::int64_t updates) {
  return std::min(decay, static_cast<double>(1 + updates) / static_cast<double>(10 + updates));
}

}  // namespace ptycho
