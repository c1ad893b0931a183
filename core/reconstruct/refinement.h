#pragma once

#include <memory>
#include <vector>

#include "core/reconstruct/engine.h"

namespace ptycho {

/// Something that a stage improves beside the object, whatever its engine: conditions on the probe, its variation from
/// pattern to pattern, the positions, the intensity scales. Called by the chain after each iteration.
class Refinement {
 public:
  Refinement() = default;
  Refinement(const Refinement&) = delete;
  Refinement& operator=(const Refinement&) = delete;
  virtual ~Refinement() = default;

  /// @param iteration  1-based within the stage; @param last  this is the stage's last iteration
  /// @return what has changed, nothing set when the refinement does not act in this iteration
  virtual EstimateChange update(int iteration, bool last, Estimate& estimate) = 0;
  /// All state, so that a run can be continued bit for bit.
  virtual void exchange(StateArchive& archive) = 0;
};

/// Those that the stage asks for, in the order in which they act.
[[nodiscard]] std::vector<std::unique_ptr<Refinement>> makeRefinements(const EngineSetup& setup, const Estimate& start);

}  // namespace ptycho
