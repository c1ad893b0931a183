#include "core/reconstruct/kernels.h"

#include <algorithm>
#include <cmath>

#include "core/base/simd.h"
#include "core/optics/complex_lanes.h"
#include "core/reconstruct/block_sums.h"

#define PTYCHO_INLINE __attribute__((always_inline))

namespace ptycho::kernels {

namespace {
// Keeps 0/0 away; far below any power that a measured pixel can have.
constexpr float kTinyPower = 1e-30F;

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

/// Σ measure(difference) over valid pixels.
template <class Measure>
[[gnu::always_inline]] inline double sumOfResiduals(const float* power, const float* target, float scale,
                                                    std::size_t count, Measure measure) {
  const float inverse = 1 / scale;
  return sumOver(count, [=](std::size_t i) PTYCHO_INLINE {
    const float difference = measure(scale * std::sqrt(power[i]) - target[i] * inverse);
    return target[i] < 0 ? 0.0F : difference;
  });
}
}  // namespace

PTYCHO_SIMD void exitWave(const Complex* probe, const Complex* patch, Complex* wave, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    storeLanes(product(loadLanes(probe + i, n), loadLanes(patch + i, n)), wave + i, n);
  });
}

PTYCHO_SIMD void withoutBackground(const float* measured, const float* background, float scale, float* target,
                                   std::size_t count) {
  const float scale2 = scale * scale;
  for (std::size_t i = 0; i < count; ++i) {
    const float rest = std::sqrt(std::max(0.0F, measured[i] * measured[i] - background[i] * scale2));
    target[i] = measured[i] < 0 ? -1.0F : rest;
  }
}

PTYCHO_SIMD void addScaled(const Complex* x, float a, Complex* out, std::size_t count) {
  const float* in = raw(x);
  float* o = raw(out);
  for (std::size_t i = 0; i < 2 * count; ++i) o[i] += a * in[i];
}

PTYCHO_SIMD void addMultiple(const Complex* x, Complex a, Complex* out, std::size_t count) {
  const float* in = raw(x);
  float* o = raw(out);
  const float re = a.real();
  const float im = a.imag();
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    o[i] += re * in[i] - im * in[i + 1];
    o[i + 1] += re * in[i + 1] + im * in[i];
  }
}

PTYCHO_SIMD void addConjugateProduct(const Complex* probe, const Complex* wave, Complex* sum, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    const auto added = ptycho::conjugateProduct(loadLanes(probe + i, n), loadLanes(wave + i, n));
    storeLanes(loadLanes(sum + i, n) + added, sum + i, n);
  });
}

PTYCHO_SIMD void conjugateProduct(const Complex* probe, const Complex* wave, Complex* sum, std::size_t count) {
  const float* p = raw(probe);
  const float* w = raw(wave);
  float* s = raw(sum);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = p[i] * w[i] + p[i + 1] * w[i + 1];
    const float im = p[i] * w[i + 1] - p[i + 1] * w[i];
    s[i] = re;
    s[i + 1] = im;
  }
}

PTYCHO_SIMD void addPower(const Complex* wave, float* power, std::size_t count) {
  const float* w = raw(wave);
  for (std::size_t i = 0; i < count; ++i) power[i] += w[2 * i] * w[2 * i] + w[2 * i + 1] * w[2 * i + 1];
}

PTYCHO_SIMD void power(const Complex* wave, float* power, std::size_t count) {
  const float* w = raw(wave);
  for (std::size_t i = 0; i < count; ++i) power[i] = w[2 * i] * w[2 * i] + w[2 * i + 1] * w[2 * i + 1];
}

PTYCHO_SIMD void modulusFactor(const float* power, const float* target, float maskedFactor, float* factor,
                               std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float f = target[i] / std::sqrt(power[i] + kTinyPower);
    factor[i] = target[i] < 0 ? maskedFactor : f;
  }
}

PTYCHO_SIMD void scaleBy(const float* factor, Complex* wave, std::size_t count) {
  float* w = raw(wave);
  for (std::size_t i = 0; i < count; ++i) {
    w[2 * i] *= factor[i];
    w[2 * i + 1] *= factor[i];
  }
}

PTYCHO_SIMD void replaceModulus(const float* target, float maskedFactor, Complex* wave, std::size_t count) {
  float* w = raw(wave);
  for (std::size_t i = 0; i < count; ++i) {
    const float re = w[2 * i];
    const float im = w[2 * i + 1];
    const float f = target[i] / std::sqrt(re * re + im * im + kTinyPower);
    const float g = target[i] < 0 ? maskedFactor : f;
    w[2 * i] = re * g;
    w[2 * i + 1] = im * g;
  }
}

PTYCHO_SIMD double residualSum(const float* power, const float* target, float scale, std::size_t count) {
  return sumOfResiduals(power, target, scale, count, [](float d) PTYCHO_INLINE { return std::abs(d); });
}

PTYCHO_SIMD double squaredResidualSum(const float* power, const float* target, float scale, std::size_t count) {
  return sumOfResiduals(power, target, scale, count, [](float d) PTYCHO_INLINE { return d * d; });
}

PTYCHO_SIMD void gradientFactor(const float* power, const float* target, float scale, float* factor, std::size_t count) {
  const float scale2 = scale * scale;
  for (std::size_t i = 0; i < count; ++i) {
    const float f = scale2 - target[i] / std::sqrt(power[i] + kTinyPower);
    factor[i] = target[i] < 0 ? 0.0F : f;
  }
}

}  // namespace ptycho::kernels
