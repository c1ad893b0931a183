#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/spec_json.h"

namespace ptycho {

/// What a plot of a figure shows: of results (residual … resolution) or of trainings (loss … loader wait).
enum class CurveKind {
  Residual, AmplitudeNrmse, PhaseNrmse, Resolution,
  Loss, ValidationAmplitude, ValidationPhase, LearningRate, GradientNorm, PatternsPerSecond, LoaderWait
};
/// "residual", "amplitude-nrmse", …
[[nodiscard]] const std::vector<std::string>& curveKindNames();
/// "Residual", "Amplitude NRMSE", …
[[nodiscard]] QString curveKindTitle(CurveKind kind);
[[nodiscard]] bool isOfTraining(CurveKind kind);

/// What a training's curves are drawn over; results have iterations for steps and no epochs.
enum class CurvesOver { Step, Epoch, Seconds };

/// A plot as a figure keeps it: what of which runs, over each other.
struct FigureCurves {
  CurveKind kind = CurveKind::Residual;
  std::vector<std::string> files;  ///< results or run folders
  CurvesOver over = CurvesOver::Step;
  bool log_x = false;
  bool log_y = false;
  double smoothing = 0;  ///< 0 … 0.999, of training curves; what was measured stays behind it

  static const FieldList<FigureCurves>& fields();
  bool operator==(const FigureCurves&) const = default;
};

/// With the axes that suit the kind, as the window draws it.
[[nodiscard]] FigureCurves usualCurves(CurveKind kind, std::vector<std::string> files);

/// {"curves": "loss", "files": […], "over": "step", …}; what is missing is as usualCurves() has it.
[[nodiscard]] Json figureCurvesToJson(const FigureCurves& curves);
/// @param json  without a title
[[nodiscard]] Result<FigureCurves> figureCurvesFromJson(const Json& json);

}  // namespace ptycho
