#include "core/reconstruct/kernels_probe.h"

#include "core/base/simd.h"

namespace ptycho::kernels {

namespace {

const float* raw(const Complex* values) { return reinterpret_cast<const float*>(values); }
float* raw(Complex* values) { return reinterpret_cast<float*>(values); }

}  // namespace

PTYCHO_SIMD void addProbeResidual(const Complex* patch, const Complex* probe, const Complex* psi, Complex* sum,
                                  std::size_t count) {
  const float* o = raw(patch);
  const float* p = raw(probe);
  const float* s = raw(psi);
  float* out = raw(sum);
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = s[i] - (p[i] * o[i] - p[i + 1] * o[i + 1]);
    const float im = s[i + 1] - (p[i] * o[i + 1] + p[i + 1] * o[i]);
    out[i] += o[i] * re + o[i + 1] * im;
    out[i + 1] += o[i] * im - o[i + 1] * re;
  }
}

PTYCHO_SIMD void reflected(const Complex* wave, const Complex* psi, Complex* out, std::size_t count) {
  const float* w = raw(wave);
  const float* s = raw(psi);
  float* o = raw(out);
  for (std::size_t i = 0; i < 2 * count; ++i) o[i] = 2 * w[i] - s[i];
}

PTYCHO_SIMD void relaxAndReflect(const Complex* probe, float beta, bool first, const Complex* projected,
                                 const Complex* wave, Complex* psi, Complex* sum, std::size_t count) {
  const float* p = raw(probe);
  const float* m = raw(projected);
  const float* w = raw(wave);
  float* s = raw(psi);
  float* out = raw(sum);
  const float keep = first ? 0.0F : 1.0F;
  const float relax = 1 - 2 * beta;
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float newRe = beta * (s[i] + m[i]) + relax * w[i];
    const float newIm = beta * (s[i + 1] + m[i + 1]) + relax * w[i + 1];
    const float re = newRe - w[i];
    const float im = newIm - w[i + 1];
    s[i] = newRe;
    s[i + 1] = newIm;
    const float sumRe = p[i] * re + p[i + 1] * im;
    const float sumIm = p[i] * im - p[i + 1] * re;
    out[i] = keep * out[i] + sumRe;
    out[i + 1] = keep * out[i + 1] + sumIm;
  }
}

}  // namespace ptycho::kernels
