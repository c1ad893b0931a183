#pragma once

#include <memory>

#include "core/reconstruct/refinement.h"

namespace ptycho {

/// What a stage demands of a probe that is being updated, after each iteration from probe_from on, in this order:
///  - support: zero beyond probe_support_px from the window's middle, pixel (w/2, w/2);
///  - power: Σ|P|² stays that of the estimate at the stage's start (probe times f, object divided by f; ψ = P·O stays);
///  - centre (far field alone: a near field moves with it): where the centre of mass of Σ_m|P_m|² is off the middle by
///    more than half a pixel, probe and object are moved together by whole pixels, so that ψ only rolls within its window;
///    object pixels that come in at a border repeat it;
///  - orthogonal modes, strongest first, every orthogonalise_every iterations and at the stage's end: with the Gram
///    matrix G_ab = ⟨P_a, P_b⟩ and its eigenvectors v_k, P'_k = Σ_b v_kb·P_b (Thibault & Menzel, Nature 494, 68,
///    2013). A unitary mixture leaves all intensities what they are. With a variation of the first mode from pattern
///    to pattern only the others are mixed.
/// Scale, whole shift and the modes' mixture are ambiguities of the data; fixing them keeps runs comparable.
[[nodiscard]] std::unique_ptr<Refinement> makeProbeConditions(const EngineSetup& setup, const Estimate& start);

/// Σ|P|² over all modes.
[[nodiscard]] double probePower(const ComplexStack& probe);
/// Makes the modes from `first` on orthogonal, the strongest first. @return the mixing that was used [modes, modes]
Image<Complex> orthogonaliseModes(ComplexStack& probe, std::size_t first = 0);
/// Moves probe, variation (cyclically) and object (repeating its border) by whole pixels towards higher rows, columns.
void rollEstimate(Estimate& estimate, int rows, int cols);

}  // namespace ptycho
