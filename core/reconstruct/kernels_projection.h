#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Rows of the projection engines, one window row a call: w = probe·patch is taken anew where it is needed, which costs
/// less than keeping it. `count` contiguous values each; `sum` gathers conj(probe)·(what the overlap projection gets − w).

/// DM: out = 2w − ψ
void reflectWave(const Complex* probe, const Complex* patch, const Complex* psi, Complex* out, std::size_t count);
/// DM: ψ += β·(m − w), sum += conj(probe)·(ψ − w), m = projected
void differenceRow(const Complex* probe, const Complex* patch, const Complex* projected, float beta, Complex* psi,
                   Complex* sum, std::size_t count);
/// RAAR: ψ = s + β·w, kept in place of s, and out = ψ
void relaxedWave(const Complex* probe, const Complex* patch, float beta, Complex* psi, Complex* out, std::size_t count);
/// RAAR: sum += conj(probe)·(2m − ψ − w), s = β·ψ + (1 − 2β)·m
void relaxedRow(const Complex* probe, const Complex* patch, const Complex* projected, float beta, Complex* psi,
                Complex* sum, std::size_t count);
/// ADMM: out = x = w + λ
void shiftedWave(const Complex* probe, const Complex* patch, const Complex* lambda, Complex* out, std::size_t count);
/// ADMM: λ' = x − z, sum += conj(probe)·(z − λ' − w), z = projected
void multiplierRow(const Complex* probe, const Complex* patch, const Complex* projected, Complex* lambda, Complex* sum,
                   std::size_t count);

/// One mode, unscaled transforms with their targets: values *= keep·scale² + (1 − keep)·target/|values|; scale² where
/// masked.
void proximalModulus(const float* target, float keep, float scale2, Complex* values, std::size_t count);
/// factor = keep·scale² + (1 − keep)·target/√power; scale² where masked.
void proximalFactor(const float* power, const float* target, float keep, float scale2, float* factor, std::size_t count);

/// Gradient of Σ(|F| − M)², one mode: values *= scale² − target/|values| (0 where masked).
/// @return Σ (scale·|values| − target/scale)² over valid pixels
double gradientModulus(const float* target, float scale, Complex* values, std::size_t count);

/// The object's side, one row: sum = current + sum / (light + ε); current where there is neither light nor ε.
void dividedStep(const Complex* current, const float* light, float epsilon, Complex* sum, std::size_t count);
/// Nesterov: ahead = next + momentum·(next − current), current = next
void lookAhead(const Complex* next, float momentum, Complex* current, Complex* ahead, std::size_t count);
/// Σ|a|² and Σ|a − b|²; sums of 16 lanes over at most 256 values each in float, then in double.
double squaredNorm(const Complex* a, std::size_t count);
double squaredDistance(const Complex* a, const Complex* b, std::size_t count);

}  // namespace ptycho::kernels
