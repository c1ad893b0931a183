#pragma once

#include "core/base/image.h"
#include "core/optics/fft.h"

namespace ptycho {

/// exp(2πi·fraction·f/n) for the signed frequency f ∈ [−n/2, n/2) of each of n indices: times a spectrum it gives that
/// of x(r + fraction), periodic in n. Its conjugate is the adjoint.
void fillShiftRamp(double fraction, std::size_t n, Complex* ramp);

enum class ShiftDirection { Forward, Adjoint };

/// spectrum [rows, cols] ← factor · rowRamp[r] · colRamp[c] · spectrum, with the conjugate ramps for the adjoint.
void applyShiftRamps(const Complex* rowRamp, const Complex* colRamp, float factor, ShiftDirection direction,
                     std::size_t rows, std::size_t cols, Complex* spectrum);

/// values(r) ← values(r + fraction), periodic in the window and unitary; both factors of the transforms are taken in
/// the pass of the ramps. Allocates nothing.
void fourierShift(const Fft2& fft, const Complex* rowRamp, const Complex* colRamp, ShiftDirection direction,
                  Complex* values);

}  // namespace ptycho
