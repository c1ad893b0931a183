#pragma once

#include "core/reconstruct/refinement.h"

namespace ptycho {

/// Moves every position to where its pattern fits the object better, in iterations positions_from, + positions_every, …
/// of the stage, whatever the engine (position_gradient.h, position_correlation.h say how a pattern's displacement d_j
/// is found).
///   gradient:     v_j ← 0.8·v_j + step·d_j,  r_j ← r_j + v_j  (heavy ball: the object leans towards the
///                 positions it was made with, so that single displacements are too short); default step 1
///   correlation:  r_j ← r_j + gain·d_j; the gain starts at positions_step (default 2), grows by a tenth while the
///                 moves keep their direction (Zhang et al. 2013) and falls by a third when they turn back
/// A single move is at most half a pixel an axis. A shift common to all positions cannot be told from one of the object:
/// the mean distance from the given positions is taken away each time. At last each position is kept within
/// positions_bound_px of the given one, in each axis, and its window inside the object.
/// Needs 5 transforms a pattern and mode (gradient) or 6 (correlation) when it acts and allocates nothing then; patterns
/// do not depend on one another, so any number of threads gives the same bits.
[[nodiscard]] std::unique_ptr<Refinement> makePositionRefinement(const EngineSetup& setup, const Estimate& start);

/// Frame round the object that a stage needs so that windows may move: ⌈bound⌉ + 2 px, 0 when positions stay.
[[nodiscard]] int positionMargin(const std::vector<StageSpec>& stages);

}  // namespace ptycho
