#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/evaluate/evaluation.h"
#include "core/evaluate/evaluation_spec.h"
#include "core/learn/predictor.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "core/simulate/simulate.h"

namespace ptycho {

/// A way from patterns to an object: a prediction, a chain, or a chain that starts from a prediction.
struct EvaluationMethod {
  std::string name;                         ///< "network", "chain", "hybrid"
  Predictor* predictor = nullptr;           ///< asked by one thread at a time
  std::optional<ReconstructionSpec> chain;  ///< with a predictor its start is the prediction
};

/// What goes into an evaluation beside the specs.
struct EvaluationInput {
  std::vector<EvaluationMethod> methods;
  SuppliedArrays supplied;  ///< of the simulation, where it takes arrays from files
  int threads = 1;
  /// Of an evaluation that was stopped: what has a record is not done again, unless the record has a problem.
  std::vector<EvaluationRecord> done;
  /// Estimates of `done`, as far as there are any; one that is to be kept and is missing is computed again.
  std::vector<KeptEstimate> kept;
};

/// For each image: simulate, apply each method, compare with the truth. Several images at a time, each on one thread,
/// where there are several left and their scans are small; the table is the same whatever the threads, but for the
/// timings. Each record is an event (evaluationEvent()) as soon as it is there; previews are estimates.
/// A photo that cannot be read, or a method that fails on an image, is a record with a problem and the others go on;
/// on the first image it is the error of the whole.
/// A stop returns what there is, with Completion::StoppedEarly; pauses act in all threads.
/// @return error for no methods, a method of nothing, names that are not unique, images that are not there, estimates
///         to be kept that would need more than 2 GiB — each with the remedy
[[nodiscard]] Result<Evaluation> evaluate(const EvaluationSpec& spec, const SimulationSpec& simulation,
                                          EvaluationInput&& input, RunContext& context);

/// Numbers of the images that the spec asks for, ascending: those it names, else its count, or what the folder has from
/// `first` on. Errors: images that are not there.
[[nodiscard]] Result<std::vector<std::int64_t>> imagesOf(const EvaluationSpec& spec, const ObjectSpec& object);

}  // namespace ptycho
