#pragma once

#include <cstddef>

#include "core/base/image.h"
#include "core/reconstruct/block_sums.h"

namespace ptycho::kernels {

/// Loops of a preconditioned descent over one row of what it moves, in the metric D = (light + offset) / rate.

/// next = −gradient / D, 0 where D is
void preconditioned(const Complex* gradient, const float* light, float offset, float rate, Complex* next,
                    std::size_t count);
/// @return Σ D·|next|² and Re Σ D·next*·step; step = next
SumPair weightedProducts(const float* light, float offset, float rate, const Complex* next, Complex* step,
                         std::size_t count);
/// direction = step + keep·direction; with keep = 0 the old one has no influence, whatever it is.
void turned(const Complex* step, float keep, Complex* direction, std::size_t count);
/// out = a + factor·b
void ahead(const Complex* a, float factor, const Complex* b, Complex* out, std::size_t count);
/// values = factor·(values − origin)
void scaledDifference(const Complex* origin, float factor, Complex* values, std::size_t count);
/// @return 2·Re Σ gradient*·direction and Σ light·|direction|²
SumPair slopeAndLight(const Complex* gradient, const Complex* direction, const float* light, std::size_t count);

}  // namespace ptycho::kernels
