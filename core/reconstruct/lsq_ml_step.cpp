#include "core/reconstruct/lsq_ml_step.h"

#include <algorithm>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_sequential.h"

namespace ptycho {

namespace {

constexpr double kSmallCount = 0.01;  ///< c / mean I
constexpr int kNewtonSteps = 2;

/// Fills `factor` with a·scale²·((I + c)/(|F|² + b + c) − 1).
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

}  // namespace

void exitWaveChange(const ReconstructionProblem& problem, NoiseModel noise, std::size_t j, ComplexStack& waves,
                    Workspace& work, RealImage& factor) {
  const std::size_t count = problem.windowSize();
  float* power = work.power.data();
  kernels::power(waves.image(0), power, count);
  for (std::size_t m = 1; m < waves.count(); ++m) kernels::addPower(waves.image(m), power, count);
  if (noise == NoiseModel::Poisson) {
    poissonChange(problem, problem.measured(j, work.target), power, factor.data(), count);
  } else {
    kernels::amplitudeFactor(power, problem.target(j, work.target), problem.fft().scale(), factor.data(), count);
  }
  for (std::size_t m = 0; m < waves.count(); ++m) {
    kernels::scaleBy(factor.data(), waves.image(m), count);
    problem.fft().inverseUnscaled(waves.image(m));
  }
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
