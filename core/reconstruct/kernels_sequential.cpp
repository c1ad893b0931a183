#include "core/reconstruct/kernels_sequential.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/simd.h"

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

PTYCHO_SIMD void poissonFactor(const float* power, const float* target, float scale, float c, float b,
                               float* factor, std::size_t count) {
  const float scale2 = scale * scale;
  const float inverse2 = 1 / scale2;
  for (std::size_t i = 0; i < count; ++i) {
    const float f = (target[i] * target[i] * inverse2 + c) / (power[i] * scale2 + b + c + kTinyPower) - 1;
    factor[i] = target[i] < 0 ? 0.0F : f;
  }
}

PTYCHO_SIMD LikelihoodSlope poissonSlope(const float* power, const float* target, const float* factor, float scale,
                                         float c, float b, float a, std::size_t count) {
  const float scale2 = scale * scale;
  const float inverse2 = 1 / scale2;
  double slopes[8] = {};
  double curvatures[8] = {};
  const auto add = [&](std::size_t i, std::size_t lane) {
    const float f = factor[i];  // 0 where masked: no influence
    const float q = 1 + a * f;
    const float y = power[i] * scale2;
    const float model = q * q * y + b + c + kTinyPower;
    const float ratio = (target[i] * target[i] * inverse2 + c) / model;
    const float push = 2 * f * y * (1 - ratio);
    slopes[lane] += q * push;
    curvatures[lane] += f * push + 4 * f * f * y * y * q * q * ratio / model;
  };
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) add(i + lane, lane);
  }
  for (; i < count; ++i) add(i, 0);
  LikelihoodSlope result;
  for (std::size_t k = 0; k < 8; ++k) {
    result.slope += slopes[k];
    result.curvature += curvatures[k];
  }
  return result;
}

PTYCHO_SIMD double targetPower(const float* target, float scale, std::size_t count) {
  double sums[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t k = 0; k < 8; ++k) {
      const float valid = target[i + k] < 0 ? 0.0F : target[i + k];
      sums[k] += valid * valid;
    }
  }
  for (; i < count; ++i) sums[0] += target[i] < 0 ? 0.0F : target[i] * target[i];
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum / (static_cast<double>(scale) * scale);
}

PTYCHO_SIMD double realInner(const Complex* a, const Complex* b, std::size_t count) {
  // Written with vectors: sums in an array would stay in memory, with a store and a load for each addition.
  using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));
  constexpr std::size_t kBlock = 4096;
  const float* x = raw(a);
  const float* y = raw(b);
  double sum = 0;
  for (std::size_t first = 0; first < 2 * count; first += kBlock) {
    const std::size_t last = std::min(first + kBlock, 2 * count);
    Lanes even{};
    Lanes odd{};
    std::size_t i = first;
    for (; i + 2 * kLanes <= last; i += 2 * kLanes) {
      Lanes parts[4];
      std::memcpy(&parts[0], x + i, sizeof(Lanes));
      std::memcpy(&parts[1], y + i, sizeof(Lanes));
      std::memcpy(&parts[2], x + i + kLanes, sizeof(Lanes));
      std::memcpy(&parts[3], y + i + kLanes, sizeof(Lanes));
      even += parts[0] * parts[1];
      odd += parts[2] * parts[3];
    }
    for (; i < last; ++i) sum += static_cast<double>(x[i] * y[i]);
    for (std::size_t k = 0; k < kLanes; ++k) sum += static_cast<double>(even[k]) + static_cast<double>(odd[k]);
  }
  return sum;
}

}  // namespace ptycho::kernels
