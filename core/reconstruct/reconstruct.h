#pragma once

#include "core/base/run_context.h"
#include "core/reconstruct/reconstruction.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// Runs the chain. Stop and pause act between iterations; a stop returns what there is, with
/// Completion::StoppedEarly. Previews are published when the context wants them; each record is an event.
/// The same bits for any thread count.
/// @param start  the object for StartKind::Given [object_rows, object_cols], or at least that large (cropped);
///               ignored otherwise
/// @return error for an acquisition without probe, shapes that do not fit, NaN or negative intensities,
///         windows outside the object, an empty chain — each with the remedy
[[nodiscard]] Result<Reconstruction> reconstruct(const Acquisition& acquisition, const ReconstructionSpec& spec,
                                                 const ComplexImage& start, int threads, RunContext& context);

}  // namespace ptycho
