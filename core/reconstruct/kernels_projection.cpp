#include "core/reconstruct/kernels_projection.h"

#include <algorithm>
#include <cmath>

#include "core/base/simd.h"

namespace ptycho::kernels {

namespace {
// Keeps 0/0 away; far below any power that a measured pixel can have.
constexpr float kTinyPower = 1e-30F;
constexpr std::size_t kLanes = 16;

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }
}  // namespace

PTYCHO_SIMD void reflectWave(const Complex* probe, const Complex* patch, const Complex* psi, Complex* out,
                             std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* s = raw(psi);
  float* w = raw(out);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    w[i] = 2 * (p[i] * o[i] - p[i + 1] * o[i + 1]) - s[i];
    w[i + 1] = 2 * (p[i] * o[i + 1] + p[i + 1] * o[i]) - s[i + 1];
  }
}

PTYCHO_SIMD void differenceRow(const Complex* probe, const Complex* patch, const Complex* projected, float beta,
                               Complex* psi, Complex* sum, std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* m = raw(projected);
  float* s = raw(psi);
  float* out = raw(sum);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float waveRe = p[i] * o[i] - p[i + 1] * o[i + 1];
    const float waveIm = p[i] * o[i + 1] + p[i + 1] * o[i];
    const float newRe = s[i] + beta * (m[i] - waveRe);
    const float newIm = s[i + 1] + beta * (m[i + 1] - waveIm);
    s[i] = newRe;
    s[i + 1] = newIm;
    const float re = newRe - waveRe;
    const float im = newIm - waveIm;
    out[i] += p[i] * re + p[i + 1] * im;
    out[i + 1] += p[i] * im - p[i + 1] * re;
  }
}

PTYCHO_SIMD void relaxedWave(const Complex* probe, const Complex* patch, float beta, Complex* psi, Complex* out,
                             std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  float* s = raw(psi);
  float* w = raw(out);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = s[i] + beta * (p[i] * o[i] - p[i + 1] * o[i + 1]);
    const float im = s[i + 1] + beta * (p[i] * o[i + 1] + p[i + 1] * o[i]);
    s[i] = w[i] = re;
    s[i + 1] = w[i + 1] = im;
  }
}

PTYCHO_SIMD void relaxedRow(const Complex* probe, const Complex* patch, const Complex* projected, float beta,
                            Complex* psi, Complex* sum, std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* m = raw(projected);
  float* s = raw(psi);
  float* out = raw(sum);
  const float relax = 1 - 2 * beta;
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = 2 * m[i] - s[i] - (p[i] * o[i] - p[i + 1] * o[i + 1]);
    const float im = 2 * m[i + 1] - s[i + 1] - (p[i] * o[i + 1] + p[i + 1] * o[i]);
    out[i] += p[i] * re + p[i + 1] * im;
    out[i + 1] += p[i] * im - p[i + 1] * re;
    s[i] = beta * s[i] + relax * m[i];
    s[i + 1] = beta * s[i + 1] + relax * m[i + 1];
  }
}

PTYCHO_SIMD void shiftedWave(const Complex* probe, const Complex* patch, const Complex* lambda, Complex* out,
                             std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* l = raw(lambda);
  float* w = raw(out);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    w[i] = p[i] * o[i] - p[i + 1] * o[i + 1] + l[i];
    w[i + 1] = p[i] * o[i + 1] + p[i + 1] * o[i] + l[i + 1];
  }
}

PTYCHO_SIMD void multiplierRow(const Complex* probe, const Complex* patch, const Complex* projected, Complex* lambda,
                               Complex* sum, std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(patch);
  const float* z = raw(projected);
  float* l = raw(lambda);
  float* out = raw(sum);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float waveRe = p[i] * o[i] - p[i + 1] * o[i + 1];
    const float waveIm = p[i] * o[i + 1] + p[i + 1] * o[i];
    l[i] += waveRe - z[i];
    l[i + 1] += waveIm - z[i + 1];
    const float re = z[i] - l[i] - waveRe;
    const float im = z[i + 1] - l[i + 1] - waveIm;
    out[i] += p[i] * re + p[i + 1] * im;
    out[i + 1] += p[i] * im - p[i + 1] * re;
  }
}

PTYCHO_SIMD void proximalModulus(const float* target, float keep, float scale2, Complex* values, std::size_t count) {
  float* v = raw(values);
  const float kept = keep * scale2;
  for (std::size_t i = 0; i < count; ++i) {
    const float re = v[2 * i];
    const float im = v[2 * i + 1];
    const float factor = kept + (1 - keep) * target[i] / std::sqrt(re * re + im * im + kTinyPower);
    const float used = target[i] < 0 ? scale2 : factor;
    v[2 * i] = re * used;
    v[2 * i + 1] = im * used;
  }
}

PTYCHO_SIMD void proximalFactor(const float* power, const float* target, float keep, float scale2, float* factor,
                                std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float f = keep * scale2 + (1 - keep) * target[i] / std::sqrt(power[i] + kTinyPower);
    factor[i] = target[i] < 0 ? scale2 : f;
  }
}

PTYCHO_SIMD double gradientModulus(const float* target, float scale, Complex* values, std::size_t count) {
  float* v = raw(values);
  const float scale2 = scale * scale;
  const float inverse = 1 / scale;
  float sums[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const float re = v[2 * (i + k)];
      const float im = v[2 * (i + k) + 1];
      const float modulus = std::sqrt(re * re + im * im + kTinyPower);
      const float wanted = target[i + k];
      const bool valid = wanted >= 0;
      const float difference = valid ? scale * modulus - wanted * inverse : 0.0F;
      const float factor = valid ? scale2 - wanted / modulus : 0.0F;
      sums[k] += difference * difference;
      v[2 * (i + k)] = re * factor;
      v[2 * (i + k) + 1] = im * factor;
    }
  }
  double sum = 0;
  for (; i < count; ++i) {
    const float modulus = std::sqrt(v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1] + kTinyPower);
    const float difference = target[i] < 0 ? 0.0F : scale * modulus - target[i] * inverse;
    const float factor = target[i] < 0 ? 0.0F : scale2 - target[i] / modulus;
    sum += static_cast<double>(difference) * static_cast<double>(difference);
    v[2 * i] *= factor;
    v[2 * i + 1] *= factor;
  }
  for (const float part : sums) sum += static_cast<double>(part);
  return sum;
}

PTYCHO_SIMD void dividedStep(const Complex* current, const float* light, float epsilon, Complex* sum,
                             std::size_t count) {
  const float* o = raw(current);
  float* s = raw(sum);
  for (std::size_t i = 0; i < count; ++i) {
    const float weight = light[i] + epsilon;
    const float inverse = weight > 0 ? 1 / weight : 0.0F;
    s[2 * i] = o[2 * i] + s[2 * i] * inverse;
    s[2 * i + 1] = o[2 * i + 1] + s[2 * i + 1] * inverse;
  }
}

PTYCHO_SIMD void lookAhead(const Complex* next, float momentum, Complex* current, Complex* ahead, std::size_t count) {
  const float* n = raw(next);
  float* o = raw(current);
  float* a = raw(ahead);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    a[i] = n[i] + momentum * (n[i] - o[i]);
    o[i] = n[i];
  }
}

namespace {
template <class Term>
[[gnu::always_inline]] inline double sumOfSquares(std::size_t count, Term term) {
  constexpr std::size_t kStretch = 256;
  double total = 0;
  std::size_t i = 0;
  while (i + kLanes <= count) {
    float sums[kLanes] = {};
    const std::size_t end = std::min(count, i + kStretch);
    for (; i + kLanes <= end; i += kLanes) {
      for (std::size_t k = 0; k < kLanes; ++k) sums[k] += term(i + k) * term(i + k);
    }
    for (const float part : sums) total += static_cast<double>(part);
  }
  for (; i < count; ++i) total += static_cast<double>(term(i) * term(i));
  return total;
}
}  // namespace

PTYCHO_SIMD double squaredNorm(const Complex* a, std::size_t count) {
  const float* x = raw(a);
  return sumOfSquares(2 * count, [x](std::size_t i) { return x[i]; });
}

PTYCHO_SIMD double squaredDistance(const Complex* a, const Complex* b, std::size_t count) {
  const float* x = raw(a);
  const float* y = raw(b);
  return sumOfSquares(2 * count, [x, y](std::size_t i) { return x[i] - y[i]; });
}

}  // namespace ptycho::kernels
