#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/run_context.h"
#include "core/metrics/metrics.h"
#include "core/reconstruct/chain_state.h"
#include "core/reconstruct/checkpoint.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/reconstruct.h"
#include "core/reconstruct/refinement.h"
#include "core/reconstruct/stall_detector.h"

namespace ptycho {

/// What a checkpoint must agree with to be continued.
struct RunFingerprints {
  std::uint64_t spec = 0;
  std::uint64_t acquisition = 0;
};

/// Runs the starts and stages of a reconstruction and keeps the books; one object per call of reconstruct().
class ChainRun {
 public:
  /// All must outlive this. @param truth  of the acquisition, may be empty; @param fingerprints  used with checkpoints
  ChainRun(const ReconstructionSpec& spec, ReconstructionProblem& problem, const ComplexImage& truth,
           const ReconstructionInput& input, const RunFingerprints& fingerprints, RunContext& context);

  /// From the object of the first start, or from where input.resume stands.
  [[nodiscard]] Result<Reconstruction> run(const ComplexImage& object);

 private:
  [[nodiscard]] Result<void> restore();
  void beginStart();
  void beginStage();
  void makeEngines();
  /// @return false when asked to stop
  bool finishStage();
  void iterate();
  void watchForStall();
  void perturb();
  void exchange(StateArchive& archive);
  void exchangeEngines(StateArchive& archive);
  void offerCheckpoint();
  void report(double promised_s);
  void announce(const char* what);
  const IterationRecord& judged();
  void addErrors(IterationRecord& record, const Estimate& estimate) const;
  void record();
  /// What a stage makes small, for the current estimate: the residual, or the likelihood loss of photon counts.
  double faultFor(const StageSpec& judge);
  void keepStageBest();
  void handOnStageBest();
  void keepBest();
  [[nodiscard]] Reconstruction outcome(Completion completion);
  [[nodiscard]] const StageSpec& stage() const { return m_spec.stages[static_cast<std::size_t>(m_state.stage)]; }
  [[nodiscard]] bool startsAnew() const { return stage().patience > 0 && stage().on_stall == StallAction::Perturb; }

  const ReconstructionSpec& m_spec;
  ReconstructionProblem& m_problem;  ///< its scales are those of the current estimate
  const ReconstructionInput& m_input;
  RunFingerprints m_fingerprints;
  RunContext& m_context;
  std::optional<TruthComparison> m_truth;
  std::int64_t m_total = 0;
  std::size_t m_objectRows, m_objectCols;
  ChainState m_state;
  StallDetector m_stall;
  std::unique_ptr<Engine> m_engine;
  std::vector<std::unique_ptr<Refinement>> m_refinements;
  double m_slowest_s = 0;  ///< time of the slowest iteration
};

}  // namespace ptycho
