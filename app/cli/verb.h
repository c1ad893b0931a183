#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/error.h"

namespace ptycho::cli {

/// The exit codes of the program.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitBadInput = 2;
inline constexpr int kExitStopped = 3;

/// A sub-command: parsed by CLI11, then `run`. An Error is printed and gives the exit code.
struct Verb {
  CLI::App* app = nullptr;
  std::function<Result<int>()> run;
};

/// What every verb may want to know of how the program was called.
struct Invocation {
  std::vector<std::string> arguments;  ///< argv, for spec.json
};

[[nodiscard]] Verb makeSimulateVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makeImportVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makeReconstructVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makeTrainVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makePredictVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makeEvaluateVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makeStudyVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makeFailuresVerb(CLI::App& program);
[[nodiscard]] Verb makeFigureVerb(CLI::App& program);
[[nodiscard]] Verb makeExportVerb(CLI::App& program);
[[nodiscard]] Verb makeInfoVerb(CLI::App& program, const Invocation& invocation);
[[nodiscard]] Verb makePresetsVerb(CLI::App& program);
[[nodiscard]] Verb makeTuneVerb(CLI::App& program);

/// Uses the measurements of `tune`, if there are any; a file that cannot be used is a warning.
void loadWisdomIfThere();

}  // namespace ptycho::cli
