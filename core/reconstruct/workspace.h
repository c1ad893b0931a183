#pragma once

#include <vector>

#include "core/reconstruct/problem.h"

namespace ptycho {

/// What one thread needs for one pattern; made once, so that iterations allocate nothing.
struct Workspace {
  explicit Workspace(const ReconstructionProblem& problem)
      : patch(problem.window(), problem.window()),
        probe(problem.window(), problem.window()),
        waves(problem.modes(), problem.window(), problem.window()),
        transformed(problem.modes(), problem.window(), problem.window()),
        power(problem.window(), problem.window()),
        target(problem.window(), problem.window()) {}

  ComplexImage patch;        ///< O under the window, later scratch
  ComplexImage probe;        ///< buffer of probeOf()
  ComplexStack waves;        ///< exit waves, one a mode
  ComplexStack transformed;  ///< their transforms
  RealImage power;           ///< Σ_m |F_m|²
  RealImage target;          ///< buffer of ReconstructionProblem::target()
};

/// One workspace for each thread of the problem.
[[nodiscard]] inline std::vector<Workspace> makeWorkspaces(const ReconstructionProblem& problem) {
  return std::vector<Workspace>(static_cast<std::size_t>(problem.threads()), Workspace(problem));
}

}  // namespace ptycho
