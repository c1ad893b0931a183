#include "core/reconstruct/lsq_ml_step.h"

#include <algorithm>

#include "core/reconstruct/kernels_sequential.h"

namespace ptycho {

namespace {

constexpr double kSmallCount = 0.01;  ///< c / mean I
constexpr int kNewtonSteps = 2;

}  // namespace

void poissonChange(const ReconstructionProblem& problem, const float* measured, const float* power, float* factor,
                   std::size_t count) {
  const float scale = problem.fft().scale();
  const float b = problem.background().empty() ? 0.0F : problem.background()[0];
  const auto c = static_cast<float>(kSmallCount * kernels::targetPower(measured, scale, count) /
                                    static_cast<double>(count));
  kernels::poissonFactor(power, measured, scale, c, b, factor, count);
  double a = 0.5;
  for (int k = 0; k < kNewtonSteps; ++k) {
    const auto at = kernels::poissonSlope(power, measured, factor, scale, c, b, static_cast<float>(a), count);
    if (!(at.curvature > 0)) break;
    a = std::clamp(a - at.slope / at.curvature, 0.05, 1.0);
  }
  kernels::multiply(static_cast<float>(a) * scale * scale, factor, count);
}

void gaussianChange(const float* target, float scale, std::span<Complex* const> blocks, float* factor,
                    std::size_t count) {
  kernels::power(blocks[0], factor, count);
  for (std::size_t m = 1; m < blocks.size(); ++m) kernels::addPower(blocks[m], factor, count);
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
