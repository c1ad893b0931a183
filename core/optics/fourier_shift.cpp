#include "core/optics/fourier_shift.h"

#include <cmath>
#include <numbers>

#include "core/base/simd.h"

namespace ptycho {

namespace {

/// row[c] *= factor·ramp[c], or factor·conj(ramp[c])
PTYCHO_SIMD void rampRow(const Complex* ramp, Complex factor, float sign, Complex* row, std::size_t count) {
  const auto* p = reinterpret_cast<const float*>(ramp);
  auto* x = reinterpret_cast<float*>(row);
  const float fr = factor.real();
  const float fi = factor.imag();
  for (std::size_t i = 0; i < 2 * count; i += 2) {
    const float im = sign * p[i + 1];
    const float a = fr * p[i] - fi * im;
    const float b = fr * im + fi * p[i];
    const float re = x[i] * a - x[i + 1] * b;
    x[i + 1] = x[i] * b + x[i + 1] * a;
    x[i] = re;
  }
}

}  // namespace

void fillShiftRamp(double fraction, std::size_t n, Complex* ramp) {
  for (std::size_t k = 0; k < n; ++k) {
    const double frequency = static_cast<double>(k) - (2 * k >= n ? static_cast<double>(n) : 0.0);
    const double phase = 2 * std::numbers::pi * fraction * frequency / static_cast<double>(n);
    ramp[k] = {static_cast<float>(std::cos(phase)), static_cast<float>(std::sin(phase))};
  }
}

void applyShiftRamps(const Complex* rowRamp, const Complex* colRamp, float factor, ShiftDirection direction,
                     std::size_t rows, std::size_t cols, Complex* spectrum) {
  const bool forward = direction == ShiftDirection::Forward;
  for (std::size_t r = 0; r < rows; ++r) {
    const Complex rowFactor = factor * (forward ? rowRamp[r] : std::conj(rowRamp[r]));
    rampRow(colRamp, rowFactor, forward ? 1.0F : -1.0F, spectrum + r * cols, cols);
  }
}

void fourierShift(const Fft2& fft, const Complex* rowRamp, const Complex* colRamp, ShiftDirection direction,
                  Complex* values) {
  fft.forwardUnscaled(values);
  applyShiftRamps(rowRamp, colRamp, fft.scale() * fft.scale(), direction, fft.rows(), fft.cols(), values);
  fft.inverseUnscaled(values);
}

}  // namespace ptycho
