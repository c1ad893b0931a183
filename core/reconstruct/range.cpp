#include "core/reconstruct/range.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/simd.h"

namespace ptycho {

namespace {

struct Ray {
  float re, im;
  explicit Ray(double angle) : re(static_cast<float>(std::cos(angle))), im(static_cast<float>(std::sin(angle))) {}
};

PTYCHO_SIMD void clampSector(float* v, std::size_t count, float low, float high, Ray first, Ray last, Ray middle) {
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float re = v[i];
    const float im = v[i + 1];
    const float amplitude = std::sqrt(re * re + im * im);
    const float kept = std::min(std::max(amplitude, low), high);
    // Between the two rays both cross products are positive; for 0 they are not, and it goes to an end.
    const float between = std::min(first.re * im - first.im * re, re * last.im - im * last.re);
    const float beyond = middle.re * im - middle.im * re;
    const float scale = kept / std::max(amplitude, 1e-20F);
    const float endRe = beyond > 0 ? last.re : first.re;
    const float endIm = beyond > 0 ? last.im : first.im;
    v[i] = between > 0 ? re * scale : kept * endRe;
    v[i + 1] = between > 0 ? im * scale : kept * endIm;
  }
}

}  // namespace

RangeProjection::RangeProjection(const RangeSpec& spec)
    : m_spec(spec),
      m_narrow(spec.phase_max_rad - spec.phase_min_rad < std::numbers::pi),
      m_full(spec.phase_max_rad - spec.phase_min_rad >= 2 * std::numbers::pi) {}

void RangeProjection::applyNarrow(Complex* values, std::size_t count) const {
  clampSector(reinterpret_cast<float*>(values), count, static_cast<float>(m_spec.amplitude_min),
              static_cast<float>(m_spec.amplitude_max), Ray(m_spec.phase_min_rad), Ray(m_spec.phase_max_rad),
              Ray(0.5 * (m_spec.phase_min_rad + m_spec.phase_max_rad)));
}

void RangeProjection::apply(Complex* values, std::size_t count) const {
  if (m_narrow) {
    applyNarrow(values, count);
    return;
  }
  const double middle = 0.5 * (m_spec.phase_min_rad + m_spec.phase_max_rad);
  const double half = 0.5 * (m_spec.phase_max_rad - m_spec.phase_min_rad);
  for (std::size_t i = 0; i < count; ++i) {
    const double amplitude = std::clamp<double>(std::abs(values[i]), m_spec.amplitude_min, m_spec.amplitude_max);
    double phase = std::arg(values[i]);
    if (!m_full) {
      const double fromMiddle = std::remainder(phase - middle, 2 * std::numbers::pi);
      phase = middle + std::clamp(fromMiddle, -half, half);
    }
    values[i] = {static_cast<float>(amplitude * std::cos(phase)), static_cast<float>(amplitude * std::sin(phase))};
  }
}

}  // namespace ptycho
