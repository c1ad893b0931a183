#pragma once

#include <cstddef>

#include "core/base/image.h"
#include "core/reconstruct/poisson_level.h"

namespace ptycho::kernels {

/// Loops of likelihoods over one window of `count` pixels; targets and measured magnitudes as in kernels.h: times the
/// transform's scale, negative where masked. Powers are those of unscaled transforms.

/// The intensity |F + t·G + t²·H|² of each pixel along a line:  Σ_k t^k · coefficient[k].
/// Without H (a line of the object alone) the last two are null.
struct LinePowers {
  float* coefficient[5] = {};
};

/// out += a · b
void addProduct(const Complex* a, const Complex* b, Complex* out, std::size_t count);

/// Sets (first) or adds the coefficients of one mode; `quadratic` is H, null without.
void linePowers(const Complex* wave, const Complex* linear, const Complex* quadratic, bool first,
    const LinePowers& line,
                std::size_t count);

/// factor = scale²·(1 − I/p), 0 where masked; I = measured²/scale², p = scale²·power + background + floor.
void poissonFactor(const float* power, const float* measured, const PoissonLevel& level, float* factor,
    std::size_t count);
/// Σ p − I − I·ln(p/I) over valid pixels (p where I = 0), in double: the likelihood less a constant of the data.
double poissonDeviance(const float* power, const float* measured, const PoissonLevel& level, std::size_t count);

/// d/dt Σ (√p − M)² at t, in double.
double gaussianSlope(const LinePowers& line, const float* target, float scale, float t, std::size_t count);
/// d/dt Σ p − I·ln p at t, in double.
double poissonSlope(const LinePowers& line, const float* measured, const PoissonLevel& level, float t,
    std::size_t count);

}  // namespace ptycho::kernels
