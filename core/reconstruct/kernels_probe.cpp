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

}  // namespace ptycho::kernels
