#pragma once

#include <memory>

#include "core/reconstruct/estimate.h"
#include "core/reconstruct/object_constraint.h"
#include "core/reconstruct/problem.h"
#include "core/reconstruct/state_archive.h"

namespace ptycho {

/// What an engine is made from.
struct EngineSetup {
  const ReconstructionProblem& problem;
  StageSpec stage;
  RangeSpec range;
  std::uint64_t seed = 1;
};

/// One iterative algorithm with its own state. Engines of a chain hand the estimate on; everything else starts anew.
/// An engine updates the object in every iteration and the probe in those from stage.probe_from on; conditions on the
/// probe, its variation and the positions are the chain's work between iterations, which it tells through follow().
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  /// One pass over all patterns; `estimate` is where the engine stands before and after.
  /// @return χ = ‖O_t − O_{t−1}‖ / ‖O_t‖
  virtual double iterate(Estimate& estimate) = 0;
  /// The estimate was changed between two iterations; state that belongs to it follows.
  virtual void follow(const Estimate& estimate, const EstimateChange& change) = 0;
  /// All state but the estimate, so that a run can be continued bit for bit.
  virtual void exchange(StateArchive& archive) = 0;
};

/// @param start  where the engine starts
[[nodiscard]] std::unique_ptr<Engine> makeEngine(const EngineSetup& setup, const Estimate& start);

[[nodiscard]] std::unique_ptr<Engine> makePie(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeDifferenceMap(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeRelaxedReflections(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeAlternatingMultipliers(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeLsqMl(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeWirtingerFlow(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeMaximumLikelihood(const EngineSetup& setup, const Estimate& start);
[[nodiscard]] std::unique_ptr<Engine> makeStudyGradient(const EngineSetup& setup, const Estimate& start);

/// The iteration of a stage in which the probe is updated.
[[nodiscard]] inline bool updatesProbe(const StageSpec& stage, int iteration) {
  return stage.probe_from > 0 && iteration >= stage.probe_from;
}
/// β of a stage, or the engine's default.
[[nodiscard]] inline float stepOf(const StageSpec& stage) {
  return static_cast<float>(stage.beta > 0 ? stage.beta : defaultBeta(stage.engine));
}
/// α of a stage, or the engine's default.
[[nodiscard]] inline float alphaOf(const StageSpec& stage) {
  return static_cast<float>(stage.alpha > 0 ? stage.alpha : defaultAlpha(stage.engine));
}

}  // namespace ptycho
