#include "core/reconstruct/kernels_descent.h"

#include "core/base/simd.h"

#define PTYCHO_INLINE __attribute__((always_inline))

namespace ptycho::kernels {

namespace {
const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }
}  // namespace

PTYCHO_SIMD void preconditioned(const Complex* gradient, const float* light, float offset, float rate, Complex* next,
                                std::size_t count) {
  const float* g = raw(gradient);
  float* n = raw(next);
  for (std::size_t i = 0; i < count; ++i) {
    const float weight = light[i] + offset;
    const float quotient = -rate / weight;
    const float factor = weight > 0 ? quotient : 0.0F;
    n[2 * i] = factor * g[2 * i];
    n[2 * i + 1] = factor * g[2 * i + 1];
  }
}

PTYCHO_SIMD SumPair weightedProducts(const float* light, float offset, float rate, const Complex* next, Complex* step,
                                     std::size_t count) {
  const float* n = raw(next);
  float* s = raw(step);
  const float inverse = 1 / rate;
  const SumPair sums = sumPairOver(count, [=](std::size_t i, float& own, float& other) PTYCHO_INLINE {
    const float weight = (light[i] + offset) * inverse;
    own = weight * (n[2 * i] * n[2 * i] + n[2 * i + 1] * n[2 * i + 1]);
    other = weight * (n[2 * i] * s[2 * i] + n[2 * i + 1] * s[2 * i + 1]);
  });
  for (std::size_t i = 0; i < 2 * count; ++i) s[i] = n[i];
  return sums;
}

PTYCHO_SIMD void turned(const Complex* step, float keep, Complex* direction, std::size_t count) {
  const float* s = raw(step);
  float* d = raw(direction);
  if (keep == 0) {
    for (std::size_t i = 0; i < 2 * count; ++i) d[i] = s[i];
    return;
  }
  for (std::size_t i = 0; i < 2 * count; ++i) d[i] = s[i] + keep * d[i];
}

PTYCHO_SIMD void ahead(const Complex* a, float factor, const Complex* b, Complex* out, std::size_t count) {
  const float* x = raw(a);
  const float* y = raw(b);
  float* o = raw(out);
  for (std::size_t i = 0; i < 2 * count; ++i) o[i] = x[i] + factor * y[i];
}

PTYCHO_SIMD void scaledDifference(const Complex* origin, float factor, Complex* values, std::size_t count) {
  const float* x = raw(origin);
  float* v = raw(values);
  for (std::size_t i = 0; i < 2 * count; ++i) v[i] = factor * (v[i] - x[i]);
}

PTYCHO_SIMD SumPair slopeAndLight(const Complex* gradient, const Complex* direction, const float* light,
                                  std::size_t count) {
  const float* g = raw(gradient);
  const float* d = raw(direction);
  return sumPairOver(count, [=](std::size_t i, float& slope, float& lit) PTYCHO_INLINE {
    slope = 2 * (g[2 * i] * d[2 * i] + g[2 * i + 1] * d[2 * i + 1]);
    lit = light[i] * (d[2 * i] * d[2 * i] + d[2 * i + 1] * d[2 * i + 1]);
  });
}

}  // namespace ptycho::kernels
