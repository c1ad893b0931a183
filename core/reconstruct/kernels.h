#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Loops over one window, compiled for several instruction sets. All pointers address `count` contiguous values.
/// Targets are magnitudes M times the transform's scale; a negative target marks a masked pixel.

/// wave = probe · patch
void exitWave(const Complex* probe, const Complex* patch, Complex* wave, std::size_t count);
/// target = scale · √max(0, (measured/scale)² − background), −1 where measured is negative (masked).
void withoutBackground(const float* measured, const float* background, float scale, float* target, std::size_t count);
/// out += a·x
void addScaled(const Complex* x, float a, Complex* out, std::size_t count);
/// out += a·x with a complex factor
void addMultiple(const Complex* x, Complex a, Complex* out, std::size_t count);
/// sum += conj(probe) · wave
void addConjugateProduct(const Complex* probe, const Complex* wave, Complex* sum, std::size_t count);
/// sum = conj(probe) · wave
void conjugateProduct(const Complex* probe, const Complex* wave, Complex* sum, std::size_t count);
/// power += |wave|²
void addPower(const Complex* wave, float* power, std::size_t count);
/// power = |wave|²
void power(const Complex* wave, float* power, std::size_t count);

/// factor_i = target/√power, or maskedFactor where the target is negative.
void modulusFactor(const float* power, const float* target, float maskedFactor, float* factor, std::size_t count);
/// wave *= factor
void scaleBy(const float* factor, Complex* wave, std::size_t count);
/// One mode in one pass: wave *= target/|wave| (maskedFactor where masked).
void replaceModulus(const float* target, float maskedFactor, Complex* wave, std::size_t count);

/// Σ | scale·√power − M | over valid pixels with M = target/scale, in double.
double residualSum(const float* power, const float* target, float scale, std::size_t count);
/// Σ ( scale·√power − M )² over valid pixels, in double.
double squaredResidualSum(const float* power, const float* target, float scale, std::size_t count);
/// factor_i = scale² − target/√power (0 where masked): F⁻¹[(1 − M/|F|)F] = unscaled F⁻¹[factor·F_unscaled].
void gradientFactor(const float* power, const float* target, float scale, float* factor, std::size_t count);

}  // namespace ptycho::kernels
