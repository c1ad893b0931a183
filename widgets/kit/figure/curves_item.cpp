#include "widgets/kit/figure/curves_item.h"

#include <algorithm>

#include <QCoreApplication>

namespace ptycho {
namespace {

constexpr std::size_t kMostRuns = 50;
constexpr double kUsualSmoothing = 0.6;

}  // namespace

const std::vector<std::string>& curveKindNames() {
  static const std::vector<std::string> names{
      "residual",         "amplitude-nrmse", "phase-nrmse",   "resolution",     "loss",       "validation-amplitude",
      "validation-phase", "learning-rate",   "gradient-norm", "patterns-per-s", "loader-wait"};
  return names;
}

QString curveKindTitle(CurveKind kind) {
  static const char* const kTitles[] = {"Residual",
                                        "Amplitude NRMSE",
                                        "Phase NRMSE",
                                        "Resolution",
                                        "Training loss",
                                        "Validation NRMSE, amplitude",
                                        "Validation NRMSE, phase",
                                        "Learning rate",
                                        "Gradient norm",
                                        "Patterns per second",
                                        "Loader wait"};
  return QCoreApplication::translate("ptycho", kTitles[static_cast<int>(kind)]);
}

bool isOfTraining(CurveKind kind) { return kind >= CurveKind::Loss; }

const FieldList<FigureCurves>& FigureCurves::fields() {
  using C = FigureCurves;
  static const FieldList<C> list{
      named(choiceField("over", "Over", {"step", "epoch", "seconds"},
                        "Horizontal axis: steps or iterations, epochs of a training, compute time", &C::over),
            {"steps, iterations", "epochs", "seconds"}),
      field("log_x", "Logarithmic x", "The horizontal axis", &C::log_x),
      field("log_y", "Logarithmic y", "The vertical axis; values that are not positive have no place on it", &C::log_y),
      field("smoothing", "Smoothing", "", 0, 0.999, "Of training curves; what was measured stays behind them",
            &C::smoothing)};
  return list;
}

FigureCurves usualCurves(CurveKind kind, std::vector<std::string> files) {
  FigureCurves curves;
  curves.kind = kind;
  curves.files = std::move(files);
  using enum CurveKind;
  curves.log_y = kind == Residual || kind == AmplitudeNrmse || kind == PhaseNrmse || kind == Loss ||
                 kind == ValidationAmplitude || kind == ValidationPhase || kind == GradientNorm;
  const bool noisy = kind == Loss || kind == GradientNorm || kind == PatternsPerSecond || kind == LoaderWait;
  curves.smoothing = noisy ? kUsualSmoothing : 0;
  return curves;
}

Json figureCurvesToJson(const FigureCurves& curves) {
  Json json = specToJson(curves);
  json["curves"] = curveKindNames()[static_cast<std::size_t>(curves.kind)];
  json["files"] = curves.files;
  return json;
}

Result<FigureCurves> figureCurvesFromJson(const Json& json) {
  const auto& names = curveKindNames();
  const Json kind = json.value("curves", Json());
  const auto found = kind.is_string() ? std::ranges::find(names, kind.get<std::string>()) : names.end();
  if (found == names.end()) {
    std::string known;
    for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
    return badInput("must be one of " + known + ".", "curves");
  }
  const Json files = json.value("files", Json::array());
  const auto named = [](const Json& file) { return file.is_string() && !file.get<std::string>().empty(); };
  if (!files.is_array() || files.empty() || files.size() > kMostRuns || !std::ranges::all_of(files, named)) {
    return badInput("must be a list of one to 50 results or run folders.", "files");
  }
  const auto asked = static_cast<CurveKind>(found - names.begin());
  FigureCurves curves = usualCurves(asked, files.get<std::vector<std::string>>());
  Json rest = json;
  rest.erase("curves");
  rest.erase("files");
  PTYCHO_CHECK(specFromJson(curves, rest));
  return curves;
}

}  // namespace ptycho
