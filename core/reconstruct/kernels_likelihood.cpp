#include "core/reconstruct/kernels_likelihood.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include "core/base/simd.h"
#include "core/reconstruct/block_sums.h"

#define PTYCHO_INLINE __attribute__((always_inline))

namespace ptycho::kernels {

namespace {

// Keeps 0/0 away; far below any power that a measured pixel can have.
constexpr float kTinyPower = 1e-30F;
// Of the terms that cancel along a line: their rounding.
constexpr float kRounding = 1e-7F;

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

/// ln x for positive normal x, to 1e-7, without branches so that it vectorises: x = 2^e·m with m in [√½, √2),
/// ln m = 2·artanh((m − 1)/(m + 1)) as a series.
[[gnu::always_inline]] inline float naturalLog(float x) {
  constexpr std::int32_t kRootHalf = 0x3f3504f3;
  const auto bits = std::bit_cast<std::int32_t>(x);
  const std::int32_t exponent = (bits - kRootHalf) >> 23;
  const auto m = std::bit_cast<float>(bits - (exponent << 23));
  const float s = (m - 1) / (m + 1);
  const float s2 = s * s;
  const float series = 1 + s2 * (1.0F / 3 + s2 * (1.0F / 5 + s2 * (1.0F / 7 + s2 * (1.0F / 9))));
  return static_cast<float>(exponent) * 0.693147181F + 2 * s * series;
}

/// std::max() by value: references keep loops from being vectorised.
[[gnu::always_inline]] inline float larger(float a, float b) { return a > b ? a : b; }

/// Power and its derivative along a line. The power never falls below the rounding of what cancels in it.
struct PowerAt {
  float value;
  float slope;
};
[[gnu::always_inline]] inline PowerAt atQuadratic(const LinePowers& line, float t, std::size_t i) {
  const float a = line.coefficient[0][i];
  const float b = line.coefficient[1][i];
  const float c = line.coefficient[2][i];
  const float least = kRounding * (a + t * t * c) + kTinyPower;
  return {larger(a + t * (b + t * c), least), b + 2 * t * c};
}
[[gnu::always_inline]] inline PowerAt atQuartic(const LinePowers& line, float t, std::size_t i) {
  const float a = line.coefficient[0][i];
  const float b = line.coefficient[1][i];
  const float c = line.coefficient[2][i];
  const float d = line.coefficient[3][i];
  const float e = line.coefficient[4][i];
  const float t2 = t * t;
  const float least = kRounding * (a + t2 * (std::abs(c) + t2 * e)) + kTinyPower;
  return {larger(a + t * (b + t * (c + t * (d + t * e))), least), b + t * (2 * c + t * (3 * d + t * 4 * e))};
}

template <class At>
[[gnu::always_inline]] inline double gaussianSum(const float* target, float scale, std::size_t count, At at) {
  const float scale2 = scale * scale;
  return sumOver(count, [=](std::size_t i) PTYCHO_INLINE {
    const PowerAt p = at(i);
    const float slope = (scale2 - target[i] / std::sqrt(p.value)) * p.slope;
    return target[i] < 0 ? 0.0F : slope;
  });
}

template <class At>
[[gnu::always_inline]] inline double poissonSum(const float* measured, float scale, std::size_t count, At at) {
  const float scale2 = scale * scale;
  const float inverse2 = 1 / scale2;
  return sumOver(count, [=](std::size_t i) PTYCHO_INLINE {
    const PowerAt p = at(i);
    const float slope = (1 - measured[i] * measured[i] * inverse2 / p.value) * scale2 * p.slope;
    return measured[i] < 0 ? 0.0F : slope;
  });
}

}  // namespace

PTYCHO_SIMD void addProduct(const Complex* a, const Complex* b, Complex* out, std::size_t count) {
  const float* x = raw(a);
  const float* y = raw(b);
  float* o = raw(out);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    o[i] += x[i] * y[i] - x[i + 1] * y[i + 1];
    o[i + 1] += x[i] * y[i + 1] + x[i + 1] * y[i];
  }
}

PTYCHO_SIMD void linePowers(const Complex* wave, const Complex* linear, const Complex* quadratic, bool first,
                            const LinePowers& line, std::size_t count) {
  const float* f = raw(wave);
  const float* g = raw(linear);
  float* a = line.coefficient[0];
  float* b = line.coefficient[1];
  float* c = line.coefficient[2];
  const float keep = first ? 0.0F : 1.0F;
  for (std::size_t i = 0; i < count; ++i) {
    const float fr = f[2 * i], fi = f[2 * i + 1], gr = g[2 * i], gi = g[2 * i + 1];
    a[i] = keep * a[i] + fr * fr + fi * fi;
    b[i] = keep * b[i] + 2 * (fr * gr + fi * gi);
    c[i] = keep * c[i] + gr * gr + gi * gi;
  }
  if (quadratic == nullptr) return;
  const float* h = raw(quadratic);
  float* d = line.coefficient[3];
  float* e = line.coefficient[4];
  for (std::size_t i = 0; i < count; ++i) {
    const float hr = h[2 * i], hi = h[2 * i + 1];
    c[i] += 2 * (f[2 * i] * hr + f[2 * i + 1] * hi);
    d[i] = keep * d[i] + 2 * (g[2 * i] * hr + g[2 * i + 1] * hi);
    e[i] = keep * e[i] + hr * hr + hi * hi;
  }
}

PTYCHO_SIMD void poissonFactor(const float* power, const float* measured, const PoissonLevel& level, float* factor,
                               std::size_t count) {
  const float scale2 = level.scale * level.scale;
  const float inverse2 = 1 / scale2;
  withLevel(level, [=](auto more) PTYCHO_INLINE {
    for (std::size_t i = 0; i < count; ++i) {
      const float f = scale2 * (1 - measured[i] * measured[i] * inverse2 / (scale2 * power[i] + more(i)));
      factor[i] = measured[i] < 0 ? 0.0F : f;
    }
    return 0;
  });
}

PTYCHO_SIMD double poissonDeviance(const float* power, const float* measured, const PoissonLevel& level,
                                   std::size_t count) {
  const float scale2 = level.scale * level.scale;
  const float inverse2 = 1 / scale2;
  return withLevel(level, [=](auto more) PTYCHO_INLINE {
    return sumOver(count, [=](std::size_t i) PTYCHO_INLINE {
      const float p = scale2 * power[i] + more(i);
      const float counts = measured[i] * measured[i] * inverse2;
      // Without counts the logarithm is finite and its product 0.
      const float term = (p - counts) + counts * naturalLog(larger(counts / p, kTinyPower));
      return measured[i] < 0 ? 0.0F : term;
    });
  });
}

PTYCHO_SIMD double gaussianSlope(const LinePowers& line, const float* target, float scale, float t, std::size_t count) {
  if (line.coefficient[3] == nullptr) {
    return gaussianSum(target, scale, count, [=](std::size_t i) PTYCHO_INLINE {
      return atQuadratic(line, t, i);
    });
  }
  return gaussianSum(target, scale, count, [=](std::size_t i) PTYCHO_INLINE {
    return atQuartic(line, t, i);
  });
}

PTYCHO_SIMD double poissonSlope(const LinePowers& line, const float* measured, const PoissonLevel& level, float t,
                                std::size_t count) {
  const float scale2 = level.scale * level.scale;
  return withLevel(level, [=](auto more) PTYCHO_INLINE {
    const auto poisson = [=](std::size_t i, PowerAt p) PTYCHO_INLINE {
      return PowerAt{scale2 * p.value + more(i), p.slope};
    };
    if (line.coefficient[3] == nullptr) {
      return poissonSum(measured, level.scale, count, [=](std::size_t i) PTYCHO_INLINE {
        return poisson(i, atQuadratic(line, t, i));
      });
    }
    return poissonSum(measured, level.scale, count, [=](std::size_t i) PTYCHO_INLINE {
      return poisson(i, atQuartic(line, t, i));
    });
  });
}

}  // namespace ptycho::kernels
