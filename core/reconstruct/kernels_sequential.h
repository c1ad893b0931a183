#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Loops of the engines that take one batch after the other. All pointers address `count` contiguous values.

/// The largest of values that are at least 0; 0 for none.
float largest(const float* values, std::size_t count);
/// weight = step / (constant + share · power), 0 where the denominator is.
void regularisedWeight(const float* power, float step, float constant, float share, float* weight, std::size_t count);
/// weight = step · √(power/peak) / (power + constant)
void amplitudeWeight(const float* power, float step, float peak, float constant, float* weight, std::size_t count);

/// object += weight · conj(probe) · (projected − probe·object), in place.
void correctObject(const Complex* probe, const float* weight, const Complex* projected, Complex* object,
                   std::size_t count);
/// With Δ = projected − probe·object of the values before:
///   object += weight · conj(probe) · Δ,  probe += probeWeight · conj(object) · Δ.
void correctBoth(const float* weight, const float* probeWeight, const Complex* projected, Complex* object,
                 Complex* probe, std::size_t count);
/// projected −= probe·object
void subtractProduct(const Complex* probe, const Complex* object, Complex* projected, std::size_t count);
/// values *= a
void multiply(float a, float* values, std::size_t count);
/// total += a · x
void addReal(const float* x, float a, float* total, std::size_t count);
/// out = a · x · y
void scaledProduct(const float* x, const float* y, float a, float* out, std::size_t count);
/// out += sum / max(1, gain)
void addAveraged(const Complex* sum, const float* gain, Complex* out, std::size_t count);
/// values /= (weight + constant), 0 where that is 0.
void divideBy(const float* weight, float constant, Complex* values, std::size_t count);
/// out += step · (steps/weight) · direction, nothing where no light is: `steps` = Σ α_j·S_j, `weight` = Σ S_j.
void addStepped(const Complex* direction, const float* steps, const float* weight, float step, Complex* out,
                std::size_t count);
/// velocity = friction·velocity + (current − from), current += friction·velocity, from = current.
void carryOn(float friction, Complex* velocity, Complex* current, Complex* from, std::size_t count);

/// factor_i = target/√power − scale² (0 where masked): F⁻¹[(M/|F| − 1)F] = unscaled F⁻¹[factor·F_unscaled].
void amplitudeFactor(const float* power, const float* target, float scale, float* factor, std::size_t count);
/// factor_i = (M² + c)/(|F|² + b + c) − 1 (0 where masked), |F|² = scale²·power, M = target/scale.
void poissonFactor(const float* power, const float* target, float scale, float c, float b, float* factor,
                   std::size_t count);

/// Slope and curvature of Σ (y_a + b + c) − (M² + c)·log(y_a + b + c), y_a = (1 + a·factor)²·scale²·power, with
/// respect to a.
struct LikelihoodSlope {
  double slope = 0;
  double curvature = 0;
};
LikelihoodSlope poissonSlope(const float* power, const float* target, const float* factor, float scale, float c,
                             float b, float a, std::size_t count);
/// Σ of M² over valid pixels.
double targetPower(const float* target, float scale, std::size_t count);
/// Re Σ conj(a)·b: 32 sums in float that go to double every 4096 numbers.
double realInner(const Complex* a, const Complex* b, std::size_t count);

}  // namespace ptycho::kernels
