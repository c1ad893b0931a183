#pragma once

#include "core/reconstruct/kernels_likelihood.h"
#include "core/reconstruct/problem.h"
#include "core/reconstruct/stage_spec.h"

namespace ptycho {

/// How improbable measured patterns are for given fields F (Thibault & Guizar-Sicairos, New J. Phys. 14, 063004, 2012).
/// Sums over valid pixels; masked ones have no influence.
///   gaussian  L = Σ (√p − M)²,        p = |F|², M² = I − b
///     the magnitude of a count has the variance ¼ whatever its mean, so that every pixel has the same weight;
///   poisson   L = Σ p − I·ln(p/I) − I, p = |F|² + b + δ
///     likelihood of counts less a constant of the data; I = 0 leaves p. A factor between intensities and counts
///     only multiplies L. δ = 10⁻⁴ of the squared mean magnitude, far below a count: it keeps pixels finite where the
///     model is dark and a photon was seen.
/// b is the problem's background. Powers and fields are those of unscaled transforms, Σ over modes.
class Likelihood {
 public:
  Likelihood(const ReconstructionProblem& problem, NoiseModel noise);

  /// What the other functions want to know of pattern j [w, w], rows and columns exchanged as RoundTrip hands out fields.
  [[nodiscard]] const float* data(std::size_t j, RealImage& buffer) const;
  /// Some pixels of one pattern.
  struct Pixels {
    const float* data;  ///< of the first
    std::size_t first, count;
  };
  /// Their share of L.
  [[nodiscard]] double loss(const float* power, const Pixels& at) const;
  /// f with dL/dF* = F⁻¹-ready f·F: the unscaled inverse transform of f·F is dL/dψ*, dL = 2 Re⟨dL/dψ*, dψ⟩.
  /// 0 where masked. `factor` may be `power`.
  void factor(const float* power, const Pixels& at, float* factor) const;
  /// Their share of dL/dt at t on a line.
  [[nodiscard]] double slope(const kernels::LinePowers& line, const Pixels& at, float t) const;
  /// Curvature of L at a fit, relative to that of Σ(|F| − M)².
  [[nodiscard]] float curvature() const { return m_noise == NoiseModel::Poisson ? 2.0F : 1.0F; }

 private:
  const ReconstructionProblem& m_problem;
  NoiseModel m_noise;
  kernels::PoissonLevel m_level;  ///< with the background of pixel 0
  [[nodiscard]] kernels::PoissonLevel levelAt(std::size_t first) const;
};

}  // namespace ptycho
