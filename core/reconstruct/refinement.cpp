#include "core/reconstruct/refinement.h"

#include "core/reconstruct/position_refinement.h"

namespace ptycho {

std::vector<std::unique_ptr<Refinement>> makeRefinements(const EngineSetup& setup, const Estimate& start) {
  std::vector<std::unique_ptr<Refinement>> refinements;
  if (setup.stage.positions != PositionMethod::Off) refinements.push_back(makePositionRefinement(setup, start));
  return refinements;
}

}  // namespace ptycho
