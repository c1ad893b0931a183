#pragma once

#include <memory>

#include "core/reconstruct/refinement.h"

namespace ptycho {

/// A probe that differs from pattern to pattern, P_j = P_0 + Σ_k c_jk·U_k (orthogonal probe relaxation; Odstrčil,
/// Baksh, Boden et al., Opt. Express 24, 8360, 2016), for the first mode and opr_modes orthonormal U_k. After each
/// iteration from probe_from on one pass over all patterns gives, with ψ_j = P_j·O_j, what each pattern asks of its own probe:
///   D_j = O_j*·(Π_F ψ_j − ψ_j) / (|O_j|² + ε),   V_j = Σ_k (c_jk + μ·v_jk)·U_k + α·D_j,
/// ε = 0.1 · mean |O|², α = 1 and μ = 0.8, with v the last change of the coefficients, dropped when
/// Σ Re v*·⟨U, D⟩ < 0 (O'Donoghue & Candès, Found. Comput. Math. 15, 715, 2015).
/// A variation of intensity takes few iterations, a drift many hundred: much of it looks like a distorted object.
/// Instead of the singular value decomposition of all V_j, which would need memory for every one, each pass makes one
/// step of block power iteration on Σ_j V_j·V_jᴴ:
///   c'_jk = ⟨U_k, V_j⟩,  their mean goes to P_0 and is taken from them,  U ← orthonormal Σ_j conj(c'_jk)·V_j,
/// the c' are projected on the new modes, and modes and coefficients turned to principal axes, strongest first.
/// What a pattern asks for along a new direction comes with the next pass. Memory: opr_modes + 1 windows a thread.
/// The wandering waves of the difference map and RAAR ask for what is not there: not for those two (engineUses()).
/// The same bits for any number of threads: sums over chunks of patterns, added in their order.
[[nodiscard]] std::unique_ptr<Refinement> makeProbeVariation(const EngineSetup& setup, const Estimate& start);

}  // namespace ptycho
