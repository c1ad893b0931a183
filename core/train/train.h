#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/learn/trained_network.h"

namespace ptycho {

/// One of several processes that train together (the environment RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT that
/// torchrun and Slurm scripts set). Each takes batch_objects / world objects of every step; gradients and batch
/// statistics' moving averages are averaged.
struct DataParallel {
  int rank = 0;
  int world = 1;
  std::string address = "127.0.0.1";
  int port = 29500;
};
/// Errors name the variable that does not fit.
[[nodiscard]] Result<DataParallel> dataParallelFromEnvironment();

/// What goes into a training beside the spec.
struct TrainingInput {
  int threads = 1;
  DataParallel parallel;
  /// Called between steps when the context wants a checkpoint, when it asks to stop, and at the end, so that a training
  /// can be made longer (rank 0 only).
  /// An error is logged and the training goes on. Null: no checkpoints.
  std::function<Result<void>(const TrainingState&)> on_checkpoint;
  /// Called after a validation that is the best so far (rank 0 only).
  std::function<Result<void>(const TrainedNetwork&)> on_best;
  /// Where the training goes on, bit for bit as if it had never been stopped (same computer and thread count).
  /// Refused when it belongs to another specification. Null: from the start.
  const TrainingState* resume = nullptr;
};

struct TrainingOutcome {
  TrainedNetwork network;       ///< the best by validation amplitude + phase NRMSE
  Completion completion = Completion::Done;
  std::int64_t steps = 0;       ///< carried out, over all resumptions
  double seconds = 0;           ///< of training, validation and pauses excluded, over all resumptions
  double patterns_per_s = 0;
  double loader_wait = 0;       ///< share of the training time spent waiting for data
  std::uint64_t peak_memory_bytes = 0;
};

/// Trains. Stop, pause and checkpoints act between steps. Events: one a record_every steps with the loss and its
/// parts, learning rate, gradient norm, patterns per second and loader wait; one a validation. A validation object is published
/// when the context wants a preview.
/// @return error for a spec that contradicts itself, data that cannot be read, and for a loss or gradient that is not
///         finite: it names step and cause, and the last checkpoint stays
[[nodiscard]] Result<TrainingOutcome> train(const TrainingSpec& spec, const TrainingInput& input, RunContext& context);

}  // namespace ptycho
