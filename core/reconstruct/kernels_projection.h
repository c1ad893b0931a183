#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Some rows of one pattern's window: those of probe and waves follow each other, those of the patch (in the object or a
/// copy) and of the sum are a stride apart.
struct WindowRows {
  const Complex* probe;
  const Complex* patch;
  std::size_t patchStride;
  std::size_t rows;
  std::size_t side;
};

/// The elementwise work of the projection engines. w = probe·patch is taken anew where it is needed, which costs less
/// than keeping it; `sum` gathers conj(probe)·(what the overlap projection gets − w).

/// out = w
void plainWave(const WindowRows& at, Complex* out);
/// DM: out = 2w − ψ
void reflectWave(const WindowRows& at, const Complex* psi, Complex* out);
/// DM: ψ += β·(m − w), sum += conj(probe)·(ψ − w), m = projected
void differenceRows(const WindowRows& at, const Complex* projected, float beta, Complex* psi, Complex* sum,
                    std::size_t sumStride);
/// RAAR: out = ψ = s + β·w
void relaxedWave(const WindowRows& at, float beta, const Complex* psi, Complex* out);
/// RAAR: ψ = s + β·w, sum += conj(probe)·(2m − ψ − w), s = β·ψ + (1 − 2β)·m
void relaxedRows(const WindowRows& at, const Complex* projected, float beta, Complex* psi, Complex* sum,
                 std::size_t sumStride);
/// RAAR, the other order, ψ = psi + missing·w: out = 2w − ψ
void reflectRelaxed(const WindowRows& at, float missing, const Complex* psi, Complex* out);
/// RAAR, the other order: psi = β·(ψ + m) + (1 − 2β)·w, sum += conj(probe)·(psi − w)
void reflectedRows(const WindowRows& at, const Complex* projected, float beta, float missing, Complex* psi, Complex* sum,
                   std::size_t sumStride);
/// ADMM: out = x = w + λ
void shiftedWave(const WindowRows& at, const Complex* lambda, Complex* out);
/// ADMM: λ' = x − z, sum += conj(probe)·(z − λ' − w), z = projected
void multiplierRows(const WindowRows& at, const Complex* projected, Complex* lambda, Complex* sum, std::size_t sumStride);
/// Gradient engines: sum += conj(probe)·wave
void addRows(const WindowRows& at, const Complex* wave, Complex* sum, std::size_t sumStride);
/// sum −= conj(probe)·wave
void subtractRows(const WindowRows& at, const Complex* wave, Complex* sum, std::size_t sumStride);

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
/// out += box; asks for the box's next row, which lies behind.
void addBoxRow(const Complex* box, Complex* out, std::size_t count);
/// Σ|a|² and Σ|a − b|²; sums of 16 lanes over at most 256 values each in float, then in double.
double squaredNorm(const Complex* a, std::size_t count);
double squaredDistance(const Complex* a, const Complex* b, std::size_t count);

}  // namespace ptycho::kernels
