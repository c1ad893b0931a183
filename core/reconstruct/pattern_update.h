#pragma once

#include <vector>

#include "core/reconstruct/workspace.h"

namespace ptycho {

/// What one pattern asks of the object under its window, for those who register the two. Buffers, made once a thread.
struct PatternUpdate {
  explicit PatternUpdate(const ReconstructionProblem& problem)
      : patch(problem.window(), problem.window()),
        spectrum(problem.window(), problem.window()),
        change(problem.window(), problem.window()),
        light(problem.window(), problem.window()),
        ramps(2 * problem.window()) {}

  ComplexImage patch;          ///< O_j, the object under the window
  ComplexImage spectrum;       ///< unscaled transform of O_j
  ComplexImage change;         ///< Σ_m P_m*·Δψ_m with Δψ = Π_Fψ − ψ,  ψ_m = P_m·O_j
  RealImage light;             ///< Σ_m |P_m|²
  std::vector<Complex> ramps;  ///< of the shift between pixels, rows then columns
};

/// Fills `update` for pattern j at estimate.positions[j]; two transforms a mode, and two more between pixels (one on
/// whole pixels). Pixels that are masked have no influence.
void takePatternUpdate(const ReconstructionProblem& problem, const Estimate& estimate, std::size_t j, Workspace& work,
                       PatternUpdate& update);

/// Signed angular frequencies 2πf/n of the indices 0 … n−1 of a transform, the middle one negative.
[[nodiscard]] std::vector<float> angularFrequencies(std::size_t n);

}  // namespace ptycho
