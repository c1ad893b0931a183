#pragma once

#include "core/reconstruct/estimate.h"

namespace ptycho {

/// Exit waves ψ_jm follow a change of the estimate that leaves ψ = P·O what it is: they roll cyclically within their
/// window with the probe, and mix as the modes do, ψ_ja ← Σ_b mixing(a, b)·ψ_jb. A factor that goes from object to
/// probe, a change of the probe's values and moved positions leave them alone.
/// @param waves  [patterns · modes, w, w], modes of one pattern next to one another
void followWaves(ComplexStack& waves, std::size_t patterns, std::size_t modes, const EstimateChange& change);

/// Rolls one window cyclically: out(r + rows, c + cols) = in(r, c). @param scratch  of the window's size
void rollWindow(Complex* window, int rows, int cols, ComplexImage& scratch);

/// Mixes the modes of one pattern pixel by pixel: new mode a = Σ_b mixing(a, b) · old mode b.
/// @param modes  [mixing.rows(), count] contiguous
void mixModes(Complex* modes, std::size_t count, const Image<Complex>& mixing);

}  // namespace ptycho
