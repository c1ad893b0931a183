#pragma once

#include "core/base/image.h"

namespace ptycho {

/// Where in a period of the plane a sum of waves is strongest.
struct CorrelationPeak {
  double row = 0;  ///< [−rows/2, rows/2)
  double col = 0;  ///< [−cols/2, cols/2)
};

/// The (u, v) with the largest |Σ_{m,n} Z(m,n)·exp(2πi(mu/rows + nv/cols))|, to `step`: an FFT finds it to whole
/// numbers, then sums over ever finer grids around it as matrix products (Guizar-Sicairos, Thurman & Fienup 2008).
/// With Z the product of two spectra, zero frequency in the middle, the peak is a shift; with Z the product of two
/// objects it is a phase ramp.
[[nodiscard]] CorrelationPeak findCorrelationPeak(const ComplexImage& waves, double step);

}  // namespace ptycho
