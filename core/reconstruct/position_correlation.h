#pragma once

#include "core/reconstruct/pattern_update.h"

namespace ptycho {

/// How far the updated patch O_j + Σ_m P_m*Δψ_m / max Σ|P|² lies from O_j, in pixels of the object's content towards
/// lower indices, which is the direction in which the position has to move. Both are weighted with √Σ|P|² and freed of
/// their mean; the shift s maximises |Σ_k conj(Â_k)·B̂_k·exp(−iκ_k·s)|, found from s = 0 with Newton steps on the sum
/// itself, the limit of an ever finer upsampled transform. Two transforms. (Zhang et al., Opt. Express 21, 13592, 2013)
/// @param update  its buffers are used up; @param work  waves and transformed are scratch
/// @return zero where the correlation has no peak near by
[[nodiscard]] Position correlationMove(const Fft2& fft, const std::vector<float>& frequencies, PatternUpdate& update,
                                       Workspace& work);

}  // namespace ptycho
