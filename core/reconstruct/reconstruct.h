#pragma once

#include <functional>

#include "core/base/run_context.h"
#include "core/reconstruct/checkpoint.h"
#include "core/reconstruct/reconstruction.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// What goes into a reconstruction beside the acquisition and the spec.
struct ReconstructionInput {
  ComplexImage start;   ///< for StartKind::Given [object_rows, object_cols], or at least that large (cropped)
  MaskImage support;    ///< for stages with `support` [object_rows, object_cols], 1 = inside; empty: none
  int threads = 1;
  /// Called between iterations when the context wants a checkpoint, and when it asks to stop; keeps what it is shown
  /// before it returns. An error is logged and the run goes on. Null: no checkpoints.
  std::function<Result<void>(const Checkpoint&)> on_checkpoint;
  /// Where the run goes on instead of starting, bit for bit as if it had never been stopped; `start` is not needed.
  /// Refused when it belongs to another specification or other data. Null: from the start.
  RestoringArchive* resume = nullptr;
};

/// Runs the chain. Stop and pause act between iterations; a stop returns what there is, with
/// Completion::StoppedEarly. Previews are published when the context wants them; each record is an event.
/// The same bits for any thread count.
/// @param patterns  intensities of the acquisition [n, w, w]: moved in, so that they need no second copy
/// @return error for a near-field acquisition (Unsupported) or one without probe, shapes that do not fit, NaN or negative intensities,
///         windows outside the object, an empty chain — each with the remedy
[[nodiscard]] Result<Reconstruction> reconstruct(Acquisition&& acquisition, const ReconstructionSpec& spec,
                                                 const ReconstructionInput& input, RunContext& context);
/// The same for an acquisition that is still needed.
[[nodiscard]] Result<Reconstruction> reconstruct(const Acquisition& acquisition, const ReconstructionSpec& spec,
                                                 const ComplexImage& start, int threads, RunContext& context);

}  // namespace ptycho
