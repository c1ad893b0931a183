#include "core/reconstruct/kernels_projection.h"

#include <algorithm>
#include <cmath>

#include "core/base/simd.h"
#include "core/optics/complex_lanes.h"

#define PTYCHO_INLINE __attribute__((always_inline))

namespace ptycho::kernels {

namespace {
// Keeps 0/0 away; far below any power that a measured pixel can have.
constexpr float kTinyPower = 1e-30F;
constexpr std::size_t kLanes = 16;

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

/// Asks for the waves that the next call will need, as many rows further on: they come from memory while rows are being
/// transformed. Beyond the end, which is harmless, the next pattern's begin.
[[gnu::always_inline]] inline void prefetchNext(const WindowRows& at, const Complex* wave) {
  __builtin_prefetch(wave + at.rows * at.side);
}

/// body(i, n, probe, patch, row): eight numbers (n, fewer at a row's end) of a row at element i of the rows laid end to end.
template <class Body>
[[gnu::always_inline]] inline void eachRow(const WindowRows& at, const Body& body) {
  for (std::size_t row = 0; row < at.rows; ++row) {
    const Complex* probe = at.probe + row * at.side;
    const Complex* patch = at.patch + row * at.patchStride;
    eachLanes(at.side, [&](std::size_t c, std::size_t n) PTYCHO_INLINE {
      body(row * at.side + c, n, probe + c, patch + c, row);
    });
  }
}

/// Asks for the targets of the next columns.
[[gnu::always_inline]] inline void prefetchTargets(const float* target, std::size_t count) {
  constexpr std::size_t kCacheLine = 16;
  for (std::size_t i = 0; i < count; i += kCacheLine) __builtin_prefetch(target + i);
}
}  // namespace

PTYCHO_SIMD void plainWave(const WindowRows& at, Complex* out) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t) PTYCHO_INLINE {
    storeLanes(product(loadLanes(probe, n), loadLanes(patch, n)), out + i, n);
  });
}

PTYCHO_SIMD void reflectWave(const WindowRows& at, const Complex* psi, Complex* out) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t) PTYCHO_INLINE {
    prefetchNext(at, psi + i);
    const auto wave = product(loadLanes(probe, n), loadLanes(patch, n));
    storeLanes(wave + wave - loadLanes(psi + i, n), out + i, n);
  });
}

PTYCHO_SIMD void differenceRows(const WindowRows& at, const Complex* projected, float beta, Complex* psi, Complex* sum,
                                std::size_t sumStride) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t row)
                  PTYCHO_INLINE {
    const auto p = loadLanes(probe, n);
    const auto wave = product(p, loadLanes(patch, n));
    const auto next = loadLanes(psi + i, n) + beta * (loadLanes(projected + i, n) - wave);
    storeLanes(next, psi + i, n);
    Complex* out = sum + i + row * (sumStride - at.side);
    storeLanes(loadLanes(out, n) + conjugateProduct(p, next - wave), out, n);
  });
}

PTYCHO_SIMD void relaxedWave(const WindowRows& at, float beta, const Complex* psi, Complex* out) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t) PTYCHO_INLINE {
    prefetchNext(at, psi + i);
    storeLanes(loadLanes(psi + i, n) + beta * product(loadLanes(probe, n), loadLanes(patch, n)), out + i, n);
  });
}

PTYCHO_SIMD void relaxedRows(const WindowRows& at, const Complex* projected, float beta, Complex* psi, Complex* sum,
                             std::size_t sumStride) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t row)
                  PTYCHO_INLINE {
    const auto p = loadLanes(probe, n);
    const auto m = loadLanes(projected + i, n);
    const auto wave = product(p, loadLanes(patch, n));
    const auto whole = loadLanes(psi + i, n) + beta * wave;
    storeLanes(beta * whole + (1 - 2 * beta) * m, psi + i, n);
    Complex* out = sum + i + row * (sumStride - at.side);
    storeLanes(loadLanes(out, n) + conjugateProduct(p, m + m - whole - wave), out, n);
  });
}

PTYCHO_SIMD void reflectRelaxed(const WindowRows& at, float missing, const Complex* psi, Complex* out) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t) PTYCHO_INLINE {
    prefetchNext(at, psi + i);
    const auto wave = product(loadLanes(probe, n), loadLanes(patch, n));
    storeLanes((2 - missing) * wave - loadLanes(psi + i, n), out + i, n);
  });
}

PTYCHO_SIMD void reflectedRows(const WindowRows& at, const Complex* projected, float beta, float missing, Complex* psi,
                               Complex* sum, std::size_t sumStride) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t row)
                  PTYCHO_INLINE {
    const auto p = loadLanes(probe, n);
    const auto wave = product(p, loadLanes(patch, n));
    const auto whole = loadLanes(psi + i, n) + missing * wave;
    const auto next = beta * (whole + loadLanes(projected + i, n)) + (1 - 2 * beta) * wave;
    storeLanes(next, psi + i, n);
    Complex* out = sum + i + row * (sumStride - at.side);
    storeLanes(loadLanes(out, n) + conjugateProduct(p, next - wave), out, n);
  });
}

PTYCHO_SIMD void shiftedWave(const WindowRows& at, const Complex* lambda, Complex* out) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t) PTYCHO_INLINE {
    prefetchNext(at, lambda + i);
    storeLanes(product(loadLanes(probe, n), loadLanes(patch, n)) + loadLanes(lambda + i, n), out + i, n);
  });
}

PTYCHO_SIMD void multiplierRows(const WindowRows& at, const Complex* projected, Complex* lambda, Complex* sum,
                                std::size_t sumStride) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex* patch, std::size_t row)
                  PTYCHO_INLINE {
    const auto p = loadLanes(probe, n);
    const auto z = loadLanes(projected + i, n);
    const auto wave = product(p, loadLanes(patch, n));
    const auto next = loadLanes(lambda + i, n) + wave - z;
    storeLanes(next, lambda + i, n);
    Complex* out = sum + i + row * (sumStride - at.side);
    storeLanes(loadLanes(out, n) + conjugateProduct(p, z - next - wave), out, n);
  });
}

PTYCHO_SIMD void addRows(const WindowRows& at, const Complex* wave, Complex* sum, std::size_t sumStride) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex*, std::size_t row) PTYCHO_INLINE {
    Complex* out = sum + i + row * (sumStride - at.side);
    storeLanes(loadLanes(out, n) + conjugateProduct(loadLanes(probe, n), loadLanes(wave + i, n)), out, n);
  });
}

PTYCHO_SIMD void subtractRows(const WindowRows& at, const Complex* wave, Complex* sum, std::size_t sumStride) {
  eachRow(at, [=](std::size_t i, std::size_t n, const Complex* probe, const Complex*, std::size_t row) PTYCHO_INLINE {
    Complex* out = sum + i + row * (sumStride - at.side);
    storeLanes(loadLanes(out, n) - conjugateProduct(loadLanes(probe, n), loadLanes(wave + i, n)), out, n);
  });
}

PTYCHO_SIMD void proximalModulus(const float* target, float keep, float scale2, Complex* values, std::size_t count) {
  float* v = raw(values);
  const float kept = keep * scale2;
  prefetchTargets(target + count, count);
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
  prefetchTargets(target + count, count);
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
/// term(i, n): eight numbers (n at the end) from i on, of which the squares of real and imaginary parts are summed.
template <class Term>
[[gnu::always_inline]] inline double sumOfSquares(std::size_t count, const Term& term) {
  constexpr std::size_t kStretch = 128;
  double total = 0;
  for (std::size_t first = 0; first < count; first += kStretch) {
    ComplexLanes sums{};
    eachLanes(std::min(kStretch, count - first), [&](std::size_t i, std::size_t n) PTYCHO_INLINE {
      const ComplexLanes values = term(first + i, n);
      sums += values * values;
    });
    for (std::size_t k = 0; k < kLanes; ++k) total += static_cast<double>(sums[k]);
  }
  return total;
}
}  // namespace

PTYCHO_SIMD double squaredNorm(const Complex* a, std::size_t count) {
  return sumOfSquares(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE { return loadLanes(a + i, n); });
}

PTYCHO_SIMD double squaredDistance(const Complex* a, const Complex* b, std::size_t count) {
  return sumOfSquares(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    return loadLanes(a + i, n) - loadLanes(b + i, n);
  });
}

PTYCHO_SIMD void addBoxRow(const Complex* box, Complex* out, std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    __builtin_prefetch(box + count + i);
    storeLanes(loadLanes(out + i, n) + loadLanes(box + i, n), out + i, n);
  });
}

}  // namespace ptycho::kernels
