#pragma once

#include <vector>

#include "core/reconstruct/reconstruction.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/reconstruct/state_archive.h"

namespace ptycho {

/// An estimate that is worth keeping, and what it was worth.
struct KeptEstimate {
  Estimate estimate;
  IterationRecord record;
  double fault = 0;  ///< what is wrong with it: its residual, or where photons are counted how improbable they are
  [[nodiscard]] bool empty() const { return estimate.object.empty(); }
  /// Smaller fault, or the only one that is a number.
  [[nodiscard]] bool improvedBy(double otherFault) const;
};

/// Everything that a chain knows between two iterations, beside its engine, refinements and stall detector.
struct ChainState {
  int start = 1;           ///< of ReconstructionSpec::starts, 1-based
  int stage = 0;           ///< 0-based
  int iteration = 0;       ///< carried out in the stage
  int last = 0;            ///< iteration that ends the stage: the asked one, or an earlier one after a stall
  int stage_restarts = 0;  ///< in this stage
  int restarts = 0;        ///< in all
  int iterations = 0;      ///< carried out in all
  int skipped = 0;         ///< iterations that stages ended early
  double update = 0;       ///< χ of the last iteration
  double seconds = 0;      ///< engine time
  Estimate estimate;
  IterationRecord current;  ///< of `estimate`, once its residual is known; iteration −1: not known
  KeptEstimate best;        ///< what the run would return
  KeptEstimate stage_best;  ///< of a stage that starts anew when it stalls
  std::vector<IterationRecord> history;
};

/// Shows all of it. When restoring, arrays get their sizes from the counts that precede them.
void exchangeChainState(ChainState& state, const ReconstructionSpec& spec, StateArchive& archive);

}  // namespace ptycho
