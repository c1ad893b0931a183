#pragma once

#include <functional>

#include "core/base/run_context.h"
#include "core/learn/training_outcome.h"
#include "core/simulate/simulate.h"

namespace ptycho {

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
  /// Probe and positions of kind "file", whose window must be the specification's; the object is not used.
  SuppliedArrays supplied;
};

/// Trains. Stop, pause and checkpoints act between steps. Events: one a record_every steps with the loss and its
/// parts, learning rate, gradient norm, patterns per second and loader wait; one a validation. A validation object is
/// published when the context wants a preview.
/// @return error for a spec that contradicts itself, data that cannot be read, and for a loss or gradient that is not
///         finite: it names step and cause, and the last checkpoint stays
[[nodiscard]] Result<TrainingOutcome> train(const TrainingSpec& spec, const TrainingInput& input, RunContext& context);

}  // namespace ptycho
