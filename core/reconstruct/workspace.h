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
        target(problem.window(), problem.window()),
        sum(problem.window(), problem.window()),
        rows(RoundTrip::kLines, problem.window()),
        trip(problem.window(), problem.modes()) {}

  ComplexImage patch;        ///< O under the window, later scratch
  ComplexImage probe;        ///< buffer of probeOf()
  ComplexStack waves;        ///< exit waves, one a mode
  ComplexStack transformed;  ///< their transforms
  RealImage power;           ///< Σ_m |F_m|²
  RealImage target;          ///< buffer of ReconstructionProblem::target()
  ComplexImage sum;          ///< buffer of PatchSum
  ComplexImage rows;         ///< some rows of a wave
  RoundTripBuffer trip;
};

/// One workspace for each thread of the problem.
[[nodiscard]] inline std::vector<Workspace> makeWorkspaces(const ReconstructionProblem& problem) {
  std::vector<Workspace> workspaces;
  for (int t = 0; t < problem.threads(); ++t) workspaces.emplace_back(problem);
  return workspaces;
}

}  // namespace ptycho
