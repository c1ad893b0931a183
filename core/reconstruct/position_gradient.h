#pragma once

#include "core/reconstruct/pattern_update.h"

namespace ptycho {

/// Sums of the least-squares problem of one pattern's displacement d,
///   min_d Σ_m ‖ P_m (d·∇)O_j − Δψ_m ‖²:
/// slope_a = Σ_m Re⟨P_m ∂_aO_j, Δψ_m⟩,  curvature_ab = Σ_m Re⟨P_m ∂_aO_j, P_m ∂_bO_j⟩.
struct PositionSlope {
  double row = 0, col = 0;        ///< −½ of the derivative of the amplitude loss Σ(|F| − M)²
  double rr = 0, rc = 0, cc = 0;
};

/// Slopes with the Fourier derivative of O_j, which is the exact derivative of the model; it is taken in reciprocal
/// space, ⟨∂_aO_j, g⟩ = Σ_k conj(iκ_a Ô_j)·ĝ with g = Σ_m P_m*Δψ_m, for one transform. The curvature only sets the
/// step: central differences do. (Guizar-Sicairos & Fienup, Opt. Express 16, 7264, 2008; Odstrčil, Menzel &
/// Guizar-Sicairos, Opt. Express 26, 3108, 2018)
/// @param update  its `change` is transformed in place
[[nodiscard]] PositionSlope positionSlope(const Fft2& fft, const std::vector<float>& frequencies,
                                          PatternUpdate& update);

/// The least-squares displacement in pixels; zero where the object has no features.
[[nodiscard]] Position leastSquaresMove(const PositionSlope& slope);

}  // namespace ptycho
