#include "core/reconstruct/lsq_ml_step.h"

#include <algorithm>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/pattern_pass.h"

namespace ptycho {

namespace {

constexpr double kSmallCount = 0.01;  ///< c / mean I
constexpr int kNewtonSteps = 2;

}  // namespace

kernels::PoissonLevel countsLevel(const ReconstructionProblem& problem, const float* measured) {
  const float scale = problem.fft().scale();
  const std::size_t count = problem.windowSize();
  const double mean = kernels::targetPower(measured, scale, count) / static_cast<double>(count);
  const RealImage& background = problem.backgroundColumns();
  return {background.empty() ? nullptr : background.data(), static_cast<float>(kSmallCount * mean), scale};
}

void countsChange(const float* measured, kernels::PoissonLevel level, std::size_t first,
                  std::span<Complex* const> blocks, float* power, float* factor, std::size_t count) {
  if (level.background != nullptr) level.background += first;
  sumPowers(blocks, power, count);
  kernels::countsFactor(power, measured, level, factor, count);
  for (Complex* block : blocks) kernels::scaleBy(factor, block, count);
}

double countsStep(const float* measured, const kernels::PoissonLevel& level, const float* power, const float* factor,
                  std::size_t count) {
  double a = 0.5;
  for (int k = 0; k < kNewtonSteps; ++k) {
    const auto [slope, curvature] =
        kernels::countsSlope(power, measured, factor, level, static_cast<float>(a), count);
    if (!(curvature > 0)) break;
    a = std::clamp(a - slope / curvature, 0.05, 1.0);
  }
  return a;
}

void gaussianChange(const float* target, float scale, std::span<Complex* const> blocks, float* factor,
                    std::size_t count) {
  if (blocks.size() == 1) {
    kernels::amplitudeChange(target, scale, blocks[0], count);
    return;
  }
  sumPowers(blocks, factor, count);
  kernels::amplitudeFactor(factor, target, scale, factor, count);
  for (Complex* block : blocks) kernels::scaleBy(factor, block, count);
}

StepLengths leastSquaresSteps(const StepProducts& products) {
  constexpr double kDamping = 1e-4;
  constexpr double kTiny = 1e-30;
  const double aa = (1 + kDamping) * products.object_object;
  const double bb = (1 + kDamping) * products.probe_probe;
  const double ab = products.object_probe;
  StepLengths steps;
  if (!(aa > kTiny)) return steps;
  if (!(bb > kTiny)) {
    steps.object = products.object_change / aa;
  } else {
    const double determinant = aa * bb - ab * ab;
    steps.object = (products.object_change * bb - products.probe_change * ab) / determinant;
    steps.probe = (products.probe_change * aa - products.object_change * ab) / determinant;
  }
  steps.object = std::clamp(steps.object, 0.0, kLongestStep);
  steps.probe = std::clamp(steps.probe, 0.0, kLongestStep);
  return steps;
}

}  // namespace ptycho
