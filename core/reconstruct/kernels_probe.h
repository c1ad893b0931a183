#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Loops over one window that sums for the probe need. All pointers address `count` contiguous values.

/// sum += conj(patch) · (psi − probe·patch)
void addProbeResidual(const Complex* patch, const Complex* probe, const Complex* psi, Complex* sum, std::size_t count);

}  // namespace ptycho::kernels
