#include "core/reconstruct/engine.h"

namespace ptycho {

std::unique_ptr<Engine> makeEngine(const EngineSetup& setup, const Estimate& start) {
  switch (setup.stage.engine) {
    case EngineKind::Pie:
    case EngineKind::Epie:
    case EngineKind::Rpie:
    case EngineKind::Mpie: return makePie(setup, start);
    case EngineKind::DifferenceMap: return makeDifferenceMap(setup, start);
    case EngineKind::Raar: return makeRelaxedReflections(setup, start);
    case EngineKind::Awf: return makeWirtingerFlow(setup, start);
    case EngineKind::LsqMl: return makeLsqMl(setup, start);
    case EngineKind::Admm: return makeAlternatingMultipliers(setup, start);
    case EngineKind::MaximumLikelihood: return makeMaximumLikelihood(setup, start);
    case EngineKind::StudyGradient: return makeStudyGradient(setup, start);
  }
  return nullptr;
}

}  // namespace ptycho
