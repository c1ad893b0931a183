#include "core/reconstruct/refinement.h"

#include "core/reconstruct/position_refinement.h"
#include "core/reconstruct/probe_conditions.h"
#include "core/reconstruct/probe_variation.h"
#include "core/reconstruct/scale_refinement.h"

namespace ptycho {

std::vector<std::unique_ptr<Refinement>> makeRefinements(const EngineSetup& setup, const Estimate& start) {
  std::vector<std::unique_ptr<Refinement>> refinements;
  const bool varies = setup.stage.opr_modes > 0 && engineUses(setup.stage.engine, "opr_modes");
  if (setup.stage.probe_from > 0 && varies) {
    refinements.push_back(makeProbeVariation(setup, start));
  }
  if (setup.stage.probe_from > 0) refinements.push_back(makeProbeConditions(setup, start));
  if (setup.stage.positions != PositionMethod::Off) refinements.push_back(makePositionRefinement(setup, start));
  if (setup.stage.scale_from > 0 && engineUses(setup.stage.engine, "scale_from")) {
    refinements.push_back(makeScaleRefinement(setup));
  }
  return refinements;
}

}  // namespace ptycho
