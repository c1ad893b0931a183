#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "core/learn/training_batch.h"
#include "core/train/train.h"
#include "core/train/training_state.h"
#include "core/train/validation.h"

namespace ptycho {

/// One training from start or checkpoint to its end. Batches of a step are taken in turn by the processes: pass k of a
/// step, k = 0, 1, …, is made by process k mod world, so that two processes with one pass each do what one process does
/// with two, but for batch normalisation's moving averages (one process moves them twice, two move once and average).
class TrainingRun {
 public:
  TrainingRun(const TrainingSpec& spec, const TrainingInput& input, TrainingSource& source, Exchange& exchange,
              const torch::Device& device, RunContext& context);

  [[nodiscard]] Result<TrainingOutcome> run();

 private:
  enum class Verdict : std::int64_t { GoOn, End, Stop };
  using Clock = std::chrono::steady_clock;

  Result<void> begin();
  Result<void> shareStart();
  Verdict decide();
  [[nodiscard]] bool validationIsDue(Verdict verdict) const;
  /// @return false when it was stopped half-way
  Result<bool> validate();
  void keep(ValidationRecord& record);
  Result<void> step();
  Result<LossValues> passes();
  /// Mean over all processes of gradients, moving averages and loss. @return norm of the gradient
  Result<double> shareGradients(LossValues& loss);
  void record(const LossValues& loss, double rate, double norm);
  void showPreview();
  void offerCheckpoint();
  void report(const char* phase);
  [[nodiscard]] TrainedNetwork trained() const;
  TrainingOutcome outcome(Completion completion);
  TrainingParts parts();

  [[nodiscard]] std::int64_t patternsPerStep() const;
  [[nodiscard]] std::int64_t expectedSteps() const;  ///< by the time limit as well
  [[nodiscard]] bool leads() const { return m_exchange.rank() == 0; }

  const TrainingSpec& m_spec;
  const TrainingInput& m_input;
  TrainingSource& m_source;
  Exchange& m_exchange;
  RunContext& m_context;

  std::shared_ptr<ObjectNetwork> m_network;
  std::size_t m_group;        ///< objects of one pass
  std::int64_t m_passes;      ///< of this process in one step
  SampleTensors m_tensors;
  Validation m_validation;
  Adam m_optimiser;
  std::unique_ptr<AveragedWeights> m_average;
  std::unique_ptr<BatchLoader> m_loader;
  TrainingNumbers m_numbers;
  std::vector<NamedTensor> m_bestWeights;

  double m_slowestPass_s = 0;
  double m_previewCost_s = 0;
  Clock::time_point m_lastPreview = Clock::now();
  struct Recorded {
    std::int64_t step = 0;
    double seconds = 0;
    double waited_s = 0;
  };
  Recorded m_recorded;  ///< at the last event of the training
};

}  // namespace ptycho
