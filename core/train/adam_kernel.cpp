#include "core/train/adam_kernel.h"

#include <array>
#include <cmath>
#include <vector>

#include "core/base/simd.h"

namespace ptycho {

namespace {

constexpr std::size_t kLanes = 16;

PTYCHO_SIMD void step(const AdamStep& s, std::size_t count, const float* __restrict__ gradient,
                      float* __restrict__ weight, float* __restrict__ mean, float* __restrict__ square) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = s.gradient_scale * gradient[i];
    mean[i] = s.beta1 * mean[i] + s.fresh1 * g;
    square[i] = s.beta2 * square[i] + s.fresh2 * g * g;
    weight[i] -= s.rate * mean[i] / (std::sqrt(square[i]) / s.root_bias2 + s.epsilon);
  }
}

PTYCHO_SIMD double squares(const float* values, std::size_t count) {
  std::array<double, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const double value = values[i + k];
      lanes[k] += value * value;
    }
  }
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  for (; i < count; ++i) sum += static_cast<double>(values[i]) * values[i];
  return sum;
}

}  // namespace

void adamStep(const AdamStep& numbers, std::span<const AdamStretch> stretches, int threads) {
  const auto count = static_cast<std::ptrdiff_t>(stretches.size());
#pragma omp parallel for num_threads(threads) schedule(static)
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const AdamStretch& s = stretches[static_cast<std::size_t>(k)];
    step(numbers, s.count, s.gradient, s.weight, s.mean, s.square);
  }
}

double gradientSquares(std::span<const AdamStretch> stretches, int threads) {
  std::vector<double> sums(stretches.size());
  const auto count = static_cast<std::ptrdiff_t>(stretches.size());
#pragma omp parallel for num_threads(threads) schedule(static)
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const AdamStretch& s = stretches[static_cast<std::size_t>(k)];
    sums[static_cast<std::size_t>(k)] = squares(s.gradient, s.count);
  }
  double total = 0;
  for (const double sum : sums) total += sum;
  return total;
}

}  // namespace ptycho
