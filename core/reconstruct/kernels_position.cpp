#include "core/reconstruct/kernels_position.h"

#include "core/base/simd.h"

namespace ptycho::kernels {

namespace {
/// Running sums, added in a fixed order: vectorised, and the same bits every time.
constexpr std::size_t kLanes = 8;

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

double total(const double (&lanes)[kLanes]) {
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  return sum;
}

[[gnu::always_inline]] inline float difference(float before2, float before, float after, float after2) {
  constexpr float kNear = 8.0F / 12;
  constexpr float kFar = 1.0F / 12;
  return kNear * (after - before) - kFar * (after2 - before2);
}
}  // namespace

PTYCHO_SIMD RowSlope rowSlope(const Complex* a, const Complex* b, const float* frequency, std::size_t count) {
  const float* p = raw(a);
  const float* q = raw(b);
  double plain[kLanes] = {};
  double weighted[kLanes] = {};
  std::size_t i = 0;
  const auto add = [&](std::size_t at, std::size_t lane) __attribute__((always_inline)) {
    const float value = p[2 * at] * q[2 * at + 1] - p[2 * at + 1] * q[2 * at];
    plain[lane] += static_cast<double>(value);
    weighted[lane] += static_cast<double>(frequency[at] * value);
  };
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) add(i + k, k);
  }
  for (; i < count; ++i) add(i, 0);
  return {total(plain), total(weighted)};
}

PTYCHO_SIMD RowMoments rowMoments(const Complex* q, const float* frequency, std::size_t count) {
  const float* p = raw(q);
  double re[3][kLanes] = {};
  double im[3][kLanes] = {};
  std::size_t i = 0;
  const auto add = [&](std::size_t at, std::size_t lane) __attribute__((always_inline)) {
    const double f = static_cast<double>(frequency[at]);
    const double x = static_cast<double>(p[2 * at]);
    const double y = static_cast<double>(p[2 * at + 1]);
    re[0][lane] += x;
    im[0][lane] += y;
    re[1][lane] += f * x;
    im[1][lane] += f * y;
    re[2][lane] += f * f * x;
    im[2][lane] += f * f * y;
  };
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) add(i + k, k);
  }
  for (; i < count; ++i) add(i, 0);
  return {{total(re[0]), total(im[0])}, {total(re[1]), total(im[1])}, {total(re[2]), total(im[2])}};
}

PTYCHO_SIMD RowCurvature rowCurvature(const Complex* const (&rows)[5], const float* weight, std::size_t count) {
  const float* r0 = raw(rows[0]);
  const float* r1 = raw(rows[1]);
  const float* r2 = raw(rows[2]);
  const float* r3 = raw(rows[3]);
  const float* r4 = raw(rows[4]);
  double rr[kLanes] = {};
  double rc[kLanes] = {};
  double cc[kLanes] = {};
  const auto add = [&](std::size_t at, std::size_t lane) __attribute__((always_inline)) {
    const std::size_t n = 2 * at;
    const float downRe = difference(r0[n], r1[n], r3[n], r4[n]);
    const float downIm = difference(r0[n + 1], r1[n + 1], r3[n + 1], r4[n + 1]);
    const float acrossRe = difference(r2[n - 4], r2[n - 2], r2[n + 2], r2[n + 4]);
    const float acrossIm = difference(r2[n - 3], r2[n - 1], r2[n + 3], r2[n + 5]);
    rr[lane] += static_cast<double>(weight[at] * (downRe * downRe + downIm * downIm));
    rc[lane] += static_cast<double>(weight[at] * (downRe * acrossRe + downIm * acrossIm));
    cc[lane] += static_cast<double>(weight[at] * (acrossRe * acrossRe + acrossIm * acrossIm));
  };
  std::size_t i = 2;
  for (; i + kLanes + 2 <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) add(i + k, k);
  }
  for (; i + 2 < count; ++i) add(i, 0);
  return {total(rr), total(rc), total(cc)};
}

PTYCHO_SIMD void maskedUpdate(const Complex* values, const Complex* change, float factor, Complex mean,
                              const float* mask, Complex* out, std::size_t count) {
  const float* v = raw(values);
  const float* d = raw(change);
  float* o = raw(out);
  const float meanRe = mean.real();
  const float meanIm = mean.imag();
  for (std::size_t i = 0; i < count; ++i) {
    o[2 * i] = mask[i] * (v[2 * i] + factor * d[2 * i] - meanRe);
    o[2 * i + 1] = mask[i] * (v[2 * i + 1] + factor * d[2 * i + 1] - meanIm);
  }
}

}  // namespace ptycho::kernels
