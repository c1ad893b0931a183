#include "core/reconstruct/kernels_sequential.h"

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
}  // namespace

PTYCHO_SIMD float largest(const float* values, std::size_t count) {
  float lanes[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) lanes[k] = values[i + k] > lanes[k] ? values[i + k] : lanes[k];
  }
  for (; i < count; ++i) lanes[0] = std::max(lanes[0], values[i]);
  return *std::max_element(lanes, lanes + kLanes);
}

PTYCHO_SIMD void regularisedWeight(const float* power, float step, float constant, float share, float* weight,
                                   std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const float denominator = constant + share * power[i];
    const float value = step / denominator;
    weight[i] = denominator > 0 ? value : 0.0F;
  }
}

PTYCHO_SIMD void amplitudeWeight(const float* power, float step, float peak, float constant, float* weight,
                                 std::size_t count) {
  const float factor = peak > 0 ? step / std::sqrt(peak) : 0.0F;
  for (std::size_t i = 0; i < count; ++i) {
    const float value = factor * std::sqrt(power[i]) / (power[i] + constant + kTinyPower);
    weight[i] = value;
  }
}

PTYCHO_SIMD void correctObject(const Complex* probe, const float* weight, const Complex* projected, Complex* object,
                               std::size_t count) {
  const float* p = raw(probe);
  const float* m = raw(projected);
  float* o = raw(object);
  for (std::size_t i = 0; i < count; ++i) {
    const float pr = p[2 * i];
    const float pi = p[2 * i + 1];
    const float dr = m[2 * i] - (pr * o[2 * i] - pi * o[2 * i + 1]);
    const float di = m[2 * i + 1] - (pr * o[2 * i + 1] + pi * o[2 * i]);
    o[2 * i] += weight[i] * (pr * dr + pi * di);
    o[2 * i + 1] += weight[i] * (pr * di - pi * dr);
  }
}

PTYCHO_SIMD void correctBoth(const float* weight, const float* probeWeight, const Complex* projected, Complex* object,
                             Complex* probe, std::size_t count) {
  const float* m = raw(projected);
  float* o = raw(object);
  float* p = raw(probe);
  for (std::size_t i = 0; i < count; ++i) {
    const float pr = p[2 * i];
    const float pi = p[2 * i + 1];
    const float re = o[2 * i];
    const float im = o[2 * i + 1];
    const float dr = m[2 * i] - (pr * re - pi * im);
    const float di = m[2 * i + 1] - (pr * im + pi * re);
    o[2 * i] = re + weight[i] * (pr * dr + pi * di);
    o[2 * i + 1] = im + weight[i] * (pr * di - pi * dr);
    p[2 * i] = pr + probeWeight[i] * (re * dr + im * di);
    p[2 * i + 1] = pi + probeWeight[i] * (re * di - im * dr);
  }
}

PTYCHO_SIMD void subtractProduct(const Complex* probe, const Complex* object, Complex* projected, std::size_t count) {
  const float* p = raw(probe);
  const float* o = raw(object);
  float* m = raw(projected);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    m[i] -= p[i] * o[i] - p[i + 1] * o[i + 1];
    m[i + 1] -= p[i] * o[i + 1] + p[i + 1] * o[i];
  }
}

PTYCHO_SIMD void multiply(float a, float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) values[i] *= a;
}

PTYCHO_SIMD void addReal(const float* x, float a, float* total, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) total[i] += a * x[i];
}

PTYCHO_SIMD void scaledProduct(const float* x, const float* y, float a, float* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = a * x[i] * y[i];
}

PTYCHO_SIMD void addAveraged(const Complex* sum, const float* gain, Complex* out, std::size_t count) {
  const float* s = raw(sum);
  float* o = raw(out);
  for (std::size_t i = 0; i < count; ++i) {
    const float factor = 1 / std::max(1.0F, gain[i]);
    o[2 * i] += factor * s[2 * i];
    o[2 * i + 1] += factor * s[2 * i + 1];
  }
}

PTYCHO_SIMD void divideBy(const float* weight, float constant, Complex* values, std::size_t count) {
  float* v = raw(values);
  for (std::size_t i = 0; i < count; ++i) {
    const float denominator = weight[i] + constant;
    const float inverse = 1 / denominator;
    const float factor = denominator > 0 ? inverse : 0.0F;
    v[2 * i] *= factor;
    v[2 * i + 1] *= factor;
  }
}

PTYCHO_SIMD void addStepped(const Complex* direction, const float* steps, const float* weight, float step, Complex* out,
                            std::size_t count) {
  const float* d = raw(direction);
  float* o = raw(out);
  for (std::size_t i = 0; i < count; ++i) {
    const float factor = step * steps[i] / (weight[i] + kTinyPower);
    o[2 * i] += factor * d[2 * i];
    o[2 * i + 1] += factor * d[2 * i + 1];
  }
}

PTYCHO_SIMD void carryOn(float friction, Complex* velocity, Complex* current, Complex* from, std::size_t count) {
  float* v = raw(velocity);
  float* c = raw(current);
  float* f = raw(from);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    v[i] = friction * v[i] + (c[i] - f[i]);
    c[i] += friction * v[i];
    f[i] = c[i];
  }
}

PTYCHO_SIMD void amplitudeFactor(const float* power, const float* target, float scale, float* factor,
                                 std::size_t count) {
  const float scale2 = scale * scale;
  for (std::size_t i = 0; i < count; ++i) {
    const float f = target[i] / std::sqrt(power[i] + kTinyPower) - scale2;
    factor[i] = target[i] < 0 ? 0.0F : f;
  }
}

PTYCHO_SIMD void amplitudeChange(const float* target, float scale, Complex* values, std::size_t count) {
  const float scale2 = scale * scale;
  float* v = raw(values);
  for (std::size_t i = 0; i < count; ++i) {
    const float re = v[2 * i];
    const float im = v[2 * i + 1];
    const float f = target[i] / std::sqrt(re * re + im * im + kTinyPower) - scale2;
    const float used = target[i] < 0 ? 0.0F : f;
    v[2 * i] = re * used;
    v[2 * i + 1] = im * used;
  }
}

PTYCHO_SIMD void countsFactor(const float* power, const float* measured, const PoissonLevel& level, float* factor,
                              std::size_t count) {
  const float scale2 = level.scale * level.scale;
  const float inverse2 = 1 / scale2;
  const float c = level.floor;
  withLevel(level, [=](auto more) PTYCHO_INLINE {
    for (std::size_t i = 0; i < count; ++i) {
      const float f = (measured[i] * measured[i] * inverse2 + c) / (power[i] * scale2 + more(i) + kTinyPower) - 1;
      factor[i] = measured[i] < 0 ? 0.0F : f;
    }
    return 0;
  });
}

PTYCHO_SIMD SumPair countsSlope(const float* power, const float* measured, const float* factor,
                                const PoissonLevel& level, float a, std::size_t count) {
  const float scale2 = level.scale * level.scale;
  const float inverse2 = 1 / scale2;
  const float c = level.floor;
  return withLevel(level, [=](auto more) PTYCHO_INLINE {
    return sumPairOver(count, [=](std::size_t i, float& slope, float& curvature) PTYCHO_INLINE {
      const float f = factor[i];  // 0 where masked: no influence
      const float q = 1 + a * f;
      const float y = power[i] * scale2;
      const float inverse = 1 / (q * q * y + more(i) + kTinyPower);
      const float ratio = (measured[i] * measured[i] * inverse2 + c) * inverse;
      const float turn = 2 * f * y;
      const float push = turn * (1 - ratio);
      slope = q * push;
      curvature = f * push + turn * turn * q * q * ratio * inverse;
    });
  });
}

PTYCHO_SIMD void scaledCopy(const Complex* x, float a, Complex* out, std::size_t count) {
  const float* in = raw(x);
  float* o = raw(out);
  for (std::size_t i = 0; i < 2 * count; ++i) o[i] = a * in[i];
}

PTYCHO_SIMD double targetPower(const float* target, float scale, std::size_t count) {
  const double sum = sumOver(count, [=](std::size_t i) PTYCHO_INLINE {
    const float square = target[i] * target[i];
    return target[i] < 0 ? 0.0F : square;
  });
  return sum / (static_cast<double>(scale) * scale);
}

namespace {
[[gnu::always_inline]] inline double sumOfLanes(const ComplexLanes& lanes) {
  double sum = 0;
  for (std::size_t k = 0; k < 2 * kComplexLanes; ++k) sum += static_cast<double>(lanes[k]);
  return sum;
}
constexpr std::size_t kRowsPerSum = 8;  // as many numbers go into a float before it goes to a double
}  // namespace

PTYCHO_SIMD void addObjectProducts(const WindowRows& at, const Complex* change, StepProducts& products) {
  for (std::size_t first = 0; first < at.rows; first += kRowsPerSum) {
    ComplexLanes aa{};
    ComplexLanes ac{};
    for (std::size_t row = first; row < std::min(first + kRowsPerSum, at.rows); ++row) {
      const Complex* probe = at.probe + row * at.side;
      const Complex* patch = at.patch + row * at.patchStride;
      const Complex* chi = change + row * at.side;
      eachLanes(at.side, [&](std::size_t i, std::size_t n) PTYCHO_INLINE {
        const auto a = product(loadLanes(probe + i, n), loadLanes(patch + i, n));
        aa += a * a;
        ac += a * loadLanes(chi + i, n);
      });
    }
    products.object_object += sumOfLanes(aa);
    products.object_change += sumOfLanes(ac);
  }
}

PTYCHO_SIMD void addStepProducts(const WindowRows& at, const WindowRows& other, const Complex* change,
                                 StepProducts& products) {
  for (std::size_t first = 0; first < at.rows; first += kRowsPerSum) {
    ComplexLanes aa{}, bb{}, ab{}, ac{}, bc{};
    for (std::size_t row = first; row < std::min(first + kRowsPerSum, at.rows); ++row) {
      const Complex* probe = at.probe + row * at.side;
      const Complex* patch = at.patch + row * at.patchStride;
      const Complex* otherProbe = other.probe + row * at.side;
      const Complex* otherPatch = other.patch + row * other.patchStride;
      const Complex* chi = change + row * at.side;
      eachLanes(at.side, [&](std::size_t i, std::size_t n) PTYCHO_INLINE {
        const auto a = product(loadLanes(probe + i, n), loadLanes(patch + i, n));
        const auto b = product(loadLanes(otherProbe + i, n), loadLanes(otherPatch + i, n));
        const auto c = loadLanes(chi + i, n);
        aa += a * a;
        bb += b * b;
        ab += a * b;
        ac += a * c;
        bc += b * c;
      });
    }
    products.object_object += sumOfLanes(aa);
    products.probe_probe += sumOfLanes(bb);
    products.object_probe += sumOfLanes(ab);
    products.object_change += sumOfLanes(ac);
    products.probe_change += sumOfLanes(bc);
  }
}

PTYCHO_SIMD void addBack(const Complex* probe, const Complex* change, const float* shine, Complex* sum, float* light,
                         std::size_t count) {
  eachLanes(count, [=](std::size_t i, std::size_t n) PTYCHO_INLINE {
    const auto added = conjugateProduct(loadLanes(probe + i, n), loadLanes(change + i, n));
    storeLanes(loadLanes(sum + i, n) + added, sum + i, n);
  });
  for (std::size_t i = 0; i < count; ++i) light[i] += shine[i];
}

}  // namespace ptycho::kernels
