#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Loops over one window that sums for the probe need. All pointers address `count` contiguous values.

/// sum += conj(patch) · (psi − probe·patch)
void addProbeResidual(const Complex* patch, const Complex* probe, const Complex* psi, Complex* sum, std::size_t count);
/// out = 2·wave − psi
void reflected(const Complex* wave, const Complex* psi, Complex* out, std::size_t count);
/// RAAR with its projections in the other order, after the inverse transform of the reflected wave:
///   psi = β·psi + β·projected + (1 − 2β)·wave,  sum (+)= conj(probe)·(psi − wave).
/// @param first  true sets `sum`, false adds to it
void relaxAndReflect(const Complex* probe, float beta, bool first, const Complex* projected, const Complex* wave,
                     Complex* psi, Complex* sum, std::size_t count);

}  // namespace ptycho::kernels
