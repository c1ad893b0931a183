#pragma once

#include <string>

#include "app/cli/evaluate_job.h"

namespace ptycho::cli {

/// "amplitude NRMSE 0.0146 ± 0.0121, phase NRMSE 0.0489 ± 0.0402, flat 0.1523/0.3610, 20 images" of a method, with the
/// method's name in front where there are several.
[[nodiscard]] std::string figureText(const Evaluation& evaluation, int method);

/// A table of the methods, the worst images, what of the images goes with the error, problems; figureText() of each
/// method last.
void printEvaluation(const EvaluateOutcome& outcome);

/// The same for --json.
[[nodiscard]] Json evaluationJson(const EvaluateOutcome& outcome);

}  // namespace ptycho::cli
