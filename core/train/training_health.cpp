#include "core/train/training_health.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr double kMemory = 0.95;
constexpr double kAlarm = 10;
constexpr std::int64_t kQuietSteps = 100;

constexpr const char* kRemedy = "lower optimiser.learning_rate or set optimiser.clip_norm, then resume from the last "
                                "checkpoint or start anew.";

}  // namespace

Result<void> checkLoss(const LossValues& loss, std::int64_t step) {
  if (std::isfinite(loss.total)) return {};
  const std::array<std::pair<const char*, double>, 3> parts{
      {{"squared error", loss.mse}, {"absolute error", loss.l1}, {"diffraction error", loss.dft}}};
  const auto bad = std::ranges::find_if(parts, [](const auto& part) { return !std::isfinite(part.second); });
  return fail(ErrorCode::Failed,
              fmt::format("The loss is not finite at step {}: its {} is {}; {}", step,
                          bad == parts.end() ? "sum" : bad->first, bad == parts.end() ? loss.total : bad->second,
                          kRemedy),
              "training");
}

Error gradientError(const Adam& optimiser, std::int64_t step) {
  std::string name = "of no single parameter but their norm";
  for (std::size_t k = 0; k < optimiser.parameters().size(); ++k) {
    const torch::Tensor& gradient = optimiser.parameters()[k].grad();
    if (!gradient.defined() || gradient.isfinite().all().item<bool>()) continue;
    name = "of " + optimiser.names()[k];
    break;
  }
  return {ErrorCode::Failed, fmt::format("The gradient {} is not finite at step {}; {}", name, step, kRemedy),
          "training"};
}

Result<void> DivergenceGuard::watch(const LossValues& loss, const LossSpec& spec, std::int64_t step) {
  double value = spec.mse_weight * loss.mse + spec.l1_weight * loss.l1;
  if (spec.dft_weight > 0) value += spec.dft_weight * loss.dft;
  smoothed = smoothed == 0 ? value : kMemory * smoothed + (1 - kMemory) * value;
  smallest = smallest == 0 ? smoothed : std::min(smallest, smoothed);
  if (step < kQuietSteps || smoothed <= kAlarm * smallest) return {};
  return fail(ErrorCode::Failed,
              fmt::format("The training diverged by step {}: the loss has risen to {:.3g}, {} times its smallest value "
                          "{:.3g}; {}", step, smoothed, kAlarm, smallest, kRemedy),
              "training");
}

}  // namespace ptycho
