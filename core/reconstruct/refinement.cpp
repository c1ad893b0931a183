#include "core/reconstruct/refinement.h"

namespace ptycho {

std::vector<std::unique_ptr<Refinement>> makeRefinements(const EngineSetup&, const Estimate&) {
  std::vector<std::unique_ptr<Refinement>> refinements;
  return refinements;
}

}  // namespace ptycho
