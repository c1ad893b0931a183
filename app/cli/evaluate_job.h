#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/run_session.h"
#include "core/evaluate/evaluate.h"

namespace ptycho::cli {

/// The ways from patterns to an object that can be compared side by side.
namespace method_name {
inline constexpr const char* kChain = "flat-chain";  ///< the chain from its own start
inline constexpr const char* kNetwork = "network";   ///< the network alone
inline constexpr const char* kHybrid = "hybrid";     ///< the chain from the network's prediction
}  // namespace method_name

/// An evaluation with everything that is given by name.
struct EvaluateJob {
  EvaluationSpec spec;
  SimulationSpec simulation;
  std::vector<std::string> methods;  ///< of method_name
  ReconstructionSpec chain;          ///< no stages: none
  std::string network;               ///< network file or run of a training; empty: none
  std::string device = "auto";
  std::filesystem::path output;      ///< HDF5 beside the one in the run folder; empty: none
  std::filesystem::path csv;         ///< empty: none
  int threads = 1;
};

struct EvaluateOutcome {
  Evaluation evaluation;
  std::string network;               ///< what the network says it is; empty: none
  std::string chain;                 ///< empty: none
  std::filesystem::path file;        ///< the HDF5 result
  std::filesystem::path csv;
  std::filesystem::path run_folder;  ///< empty: none
  [[nodiscard]] bool stopped() const { return evaluation.completion == Completion::StoppedEarly; }
};

/// Fills in what follows from the rest: without methods a network alone, a chain alone, or with both all three; the
/// preset best-60 where a chain is needed and none is given.
/// Errors: a method whose network is missing, one named twice.
[[nodiscard]] Result<void> completeJob(EvaluateJob& job);

/// Opens the network, evaluates, writes the results. The session is finished, except after an error.
/// @param done  records and estimates of a run that goes on; none: from the start
[[nodiscard]] Result<EvaluateOutcome> runEvaluateJob(const EvaluateJob& job, RunSession& session,
                                                     Evaluation done = {});

/// spec.json of its run.
[[nodiscard]] Json evaluateRunSpec(const EvaluateJob& job, const std::vector<std::string>& command);

/// Goes on with a stopped, failed or lost run in its folder: images that its events hold are not done again.
/// @param output, csv, threads  of this call
/// Errors: no run of `evaluate`; a run that is going on or done; another network in the place of the one it began with.
[[nodiscard]] Result<EvaluateOutcome> resumeEvaluate(const std::filesystem::path& folder,
                                                     const std::filesystem::path& output,
                                                     const std::filesystem::path& csv, int threads);

}  // namespace ptycho::cli
