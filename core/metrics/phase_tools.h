#pragma once

#include "core/base/image.h"

namespace ptycho {

/// What a viewer may do to the phase of an object without changing the result: find the ramp that no far-field
/// intensity can tell, set the free constant, follow the phase over its jumps. `lit` marks the pixels that count
/// (1 = counts); an empty mask counts every pixel. All of them need one shape, else std::invalid_argument.

/// 1 where coverage ≥ share · max(coverage). Empty coverage gives an empty mask; coverage without light counts all.
[[nodiscard]] MaskImage wellLit(const RealImage& coverage, double share = 0.1);

/// ψ(r, c) = down·r + across·c, in rad per pixel.
struct PhaseSlope {
  double down = 0;
  double across = 0;
};

/// The slope of arg(O) over the lit pixels. Jumps of 2π do no harm: the first guess is arg Σ O(p + L)·conj(O(p)) / L
/// over pairs of lit pixels at distance L = 1 along each axis, sharpened with L = 2, 4, 8 … as far as a quarter of the
/// side; what is left, wrapped about its circular mean, is then fitted by least squares until the slope stands still.
/// Fewer than three lit pixels with a value, or lit pixels on one line: no slope along what cannot be told.
[[nodiscard]] PhaseSlope fitPhaseSlope(const ComplexImage& object, const MaskImage& lit);
/// O(r, c)·exp(−i(down·(r − r₀) + across·(c − c₀))) with the middle of the picture as (r₀, c₀).
[[nodiscard]] ComplexImage withoutSlope(const ComplexImage& object, const PhaseSlope& slope);

/// Median of a wrapped phase over the lit pixels: m + median(wrap(φ − m)), m the circular mean. NaN pixels are left
/// out; 0 when nothing is left.
[[nodiscard]] double wrappedMedian(const RealImage& phase, const MaskImage& lit);
/// Median over the lit pixels, of a phase that does not wrap.
[[nodiscard]] double plainMedian(const RealImage& phase, const MaskImage& lit);
/// φ − offset, back in (−π, π] when `wrap` is set.
[[nodiscard]] RealImage shiftedPhase(const RealImage& phase, double offset, bool wrap);

struct UnwrappedPhase {
  RealImage phase;           ///< equal to the wrapped phase but for whole turns; median of the lit pixels in (−π, π]
  std::size_t residues = 0;  ///< loops of 2 × 2 lit pixels around which the phase does not come back
};

/// Quality-guided flood fill: from the smoothest lit pixel on, the neighbour with the smallest steps around it comes
/// next, lit ones before the others, and takes the value that differs by at most π from where it was reached. With no
/// residue every path gives the same picture; with some, a cut remains where the fronts meet. O(n) by 64 quality
/// levels. NaN pixels stay NaN and are not crossed.
[[nodiscard]] UnwrappedPhase unwrapPhase(const RealImage& wrapped, const MaskImage& lit);
/// 2 × 2 loops of lit, finite pixels with Σ wrap(Δφ) = ±2π.
[[nodiscard]] std::size_t countResidues(const RealImage& wrapped, const MaskImage& lit);

}  // namespace ptycho
