#pragma once

#include <cstddef>

#include "core/base/image.h"
#include "core/reconstruct/block_sums.h"
#include "core/reconstruct/kernels_projection.h"
#include "core/reconstruct/poisson_level.h"

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
/// One mode in one pass: values *= target/|values| − scale² (0 where masked).
void amplitudeChange(const float* target, float scale, Complex* values, std::size_t count);
/// factor_i = (I + c)/(|F|² + b + c) − 1 (0 where masked), |F|² = scale²·power, I = (measured/scale)²; b is the level's
/// background, c its floor.
void countsFactor(const float* power, const float* measured, const PoissonLevel& level, float* factor,
                  std::size_t count);
/// Slope (first) and curvature (second) of Σ (y_a + b + c) − (I + c)·log(y_a + b + c), y_a = (1 + a·factor)²·scale²·power,
/// with respect to a.
SumPair countsSlope(const float* power, const float* measured, const float* factor, const PoissonLevel& level, float a,
                    std::size_t count);
/// out = a · x
void scaledCopy(const Complex* x, float a, Complex* out, std::size_t count);
/// Σ of M² over valid pixels.
double targetPower(const float* target, float scale, std::size_t count);

/// Σ over some rows of a window with a = P·ΔO and b = O·ΔP, added to what is there.
struct StepProducts {
  double object_object = 0;  ///< ‖a‖²
  double probe_probe = 0;    ///< ‖b‖²
  double object_probe = 0;   ///< Re⟨a, b⟩
  double object_change = 0;  ///< Re⟨a, χ⟩
  double probe_change = 0;   ///< Re⟨b, χ⟩
};
/// Without b. `at`: P and ΔO.
void addObjectProducts(const WindowRows& at, const Complex* change, StepProducts& products);
/// `at`: P and ΔO, `other`: ΔP and O.
void addStepProducts(const WindowRows& at, const WindowRows& other, const Complex* change, StepProducts& products);
/// sum += conj(probe)·change and light += shine, one row
void addBack(const Complex* probe, const Complex* change, const float* shine, Complex* sum, float* light,
             std::size_t count);

}  // namespace ptycho::kernels
