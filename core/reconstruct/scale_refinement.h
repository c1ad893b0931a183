#pragma once

#include <memory>

#include "core/reconstruct/refinement.h"

namespace ptycho {

/// Incident intensity that differs from pattern to pattern (shutter, ring current): one real factor a_j a pattern,
///   I_j = a_j · Σ_m |F[P_m·O_j]|² + background.
/// After each iteration from scale_from on one pass over all patterns gives the factors of least squares,
///   √a_j = Σ |F_j|·M_j / Σ |F_j|²,  |F_j|² = Σ_m |F[P_m·O_j]|², over valid pixels,
/// limited to 1/4 … 4 of the last ones, then all are divided by their mean: the mean power is the probe's.
/// Patterns without light keep their factor. Engines see M_j/√a_j (ReconstructionProblem::setScales()), so that every
/// one works with it; an engine weighs a pattern as if it had been measured with the mean intensity.
/// A gentle ramp of the object's amplitude looks much like factors that rise along the scan: the last percents go slowly
/// without an engine that accelerates (awf, lsqml, ml). Momentum of the factors themselves made that unstable.
/// The same bits for any number of threads: each pattern is summed by one thread.
/// Source: intensity correction of Odstrčil, Menzel & Guizar-Sicairos, Opt. Express 26, 3108 (2018).
[[nodiscard]] std::unique_ptr<Refinement> makeScaleRefinement(const EngineSetup& setup);

}  // namespace ptycho
