#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/train/train.h"

namespace ptycho {

/// A training of seconds: four patterns of dead leaves an object, a narrow PtychoNet.
[[nodiscard]] TrainingSpec smallTraining();

/// Takes down what a training says and stops it when told to.
class TrainingWatcher : public RunContext {
 public:
  bool keepGoing() override;
  void progress(const Progress& progress) override { m_step = progress.done; }
  void event(const Event& event) override { events.push_back(event); }
  bool wantsPreview() override { return wants_preview; }
  void publish(std::string_view name, const ComplexImage& picture) override;
  bool wantsCheckpoint() override { return wants_checkpoint; }

  /// A number of every event of a kind.
  [[nodiscard]] std::vector<double> numbers(const std::string& kind, const std::string& key) const;

  std::int64_t stop_at = -1;  ///< step; −1: never
  bool wants_checkpoint = false;
  bool wants_preview = false;
  std::vector<Event> events;
  std::vector<std::string> published;
  ComplexImage picture;

 private:
  std::int64_t m_step = 0;
};

/// What a training came to with the last checkpoint that it offered.
struct WatchedTraining {
  Result<TrainingOutcome> outcome;
  TrainingState state;
  int checkpoints = 0;
};
[[nodiscard]] WatchedTraining watchTraining(const TrainingSpec& spec, TrainingWatcher& watcher,
                                            const TrainingState* resume = nullptr);

/// Tensors bit for bit, history, step.
void expectSameState(const TrainingState& a, const TrainingState& b);

}  // namespace ptycho
