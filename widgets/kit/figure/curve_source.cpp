#include "widgets/kit/figure/curve_source.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "core/optics/geometry.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "core/store/run_notes.h"
#include "widgets/models/curve_smoothing.h"
#include "widgets/models/training_reader.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;
using enum CurveKind;

QString say(const char* text) { return QCoreApplication::translate("ptycho", text); }

/// What people call the run, else its own name, else that of the file.
QString nameOf(const fs::path& path) {
  std::error_code status;
  if (fs::is_directory(path, status)) {
    const auto notes = readRunNotes(path);
    if (notes && !notes->title.empty()) return QString::fromStdString(notes->title);
    const auto spec = readRunSpec(path);
    const Json name = spec && spec->is_object() ? spec->value("name", Json()) : Json();
    if (name.is_string() && !name.get<std::string>().empty()) return QString::fromStdString(name.get<std::string>());
  }
  return QString::fromStdString(path.filename().string());
}

/// A line that agrees with one that is there already is not drawn twice.
void addReference(FigurePlot& plot, const QString& name, double value) {
  constexpr double kAgree = 0.02;
  if (!std::isfinite(value)) return;
  for (const auto& [other, place] : plot.references) {
    if (std::abs(place - value) <= kAgree * std::abs(place)) return;
  }
  plot.references.emplace_back(QStringLiteral("%1 %2").arg(name, QString::number(value, 'g', 3)), value);
}

Result<void> addResolution(FigurePlot& plot, const ResultRecord& record, const fs::path& file, const QString& name) {
  if (!record.reconstruction.halves) {
    return badInput("has no resolution: its halves were not compared; reconstruct with --halves true.", file.string());
  }
  const RingCorrelation& rings = *record.reconstruction.halves;
  const double pixel_m = record.geometry ? objectPixelOf(*record.geometry) : 0;
  std::vector<double> frequency = rings.frequency;
  if (pixel_m > 0) {
    for (double& value : frequency) value *= 1e-6 / pixel_m;
  }
  plot.x_label = pixel_m > 0 ? say("spatial frequency [1/µm]") : say("spatial frequency [1/px]");
  plot.curves.push_back({name, frequency, rings.correlation, {}, false});
  plot.curves.push_back({name + say(", ½-bit threshold"), frequency, rings.half_bit, {}, true});
  return {};
}

Result<void> addResult(FigurePlot& plot, const FigureCurves& asked, const fs::path& path) {
  std::error_code status;
  const fs::path file = fs::is_directory(path, status) ? path / run_file::kResult : path;
  PTYCHO_TRY(const ResultRecord record, readResult(file));
  if (asked.kind == Resolution) return addResolution(plot, record, file, nameOf(path));
  const Reconstruction& result = record.reconstruction;
  FigureCurve curve{nameOf(path), {}, {}, {}, false};
  for (const IterationRecord& row : result.history) {
    curve.x.push_back(asked.over == CurvesOver::Seconds ? row.seconds : row.iteration);
    curve.y.push_back(asked.kind == Residual         ? row.residual
                      : asked.kind == AmplitudeNrmse ? row.amplitude_nrmse
                                                     : row.phase_nrmse);
  }
  if (std::ranges::none_of(curve.y, [](double value) { return std::isfinite(value); })) {
    return badInput(asked.kind == Residual ? "has recorded no iterations."
                                           : "has no errors: the true object is not known; choose the residual.",
                    file.string());
  }
  plot.x_label = asked.over == CurvesOver::Seconds ? say("engine time [s]") : say("iteration");
  plot.curves.push_back(std::move(curve));
  if (asked.kind == AmplitudeNrmse) addReference(plot, say("flat"), result.flat_amplitude_nrmse);
  if (asked.kind == PhaseNrmse) addReference(plot, say("flat"), result.flat_phase_nrmse);
  return {};
}

const std::vector<double>& trainColumn(const TrainingCurves::Train& rows, CurveKind kind) {
  switch (kind) {
    case LearningRate: return rows.learning_rate;
    case GradientNorm: return rows.gradient_norm;
    case PatternsPerSecond: return rows.patterns_per_s;
    case LoaderWait: return rows.loader_wait;
    default: return rows.loss;
  }
}

/// Validations know no epoch; it grows in proportion to the steps.
std::vector<double> epochsOf(const std::vector<double>& steps, const TrainingCurves::Train& train) {
  const bool known = !train.step.empty() && train.step.back() > 0;
  const double each = known ? train.epoch.back() / train.step.back() : std::nan("");
  std::vector<double> epochs = steps;
  for (double& value : epochs) value *= each;
  return epochs;
}

void addTraining(FigurePlot& plot, const FigureCurves& asked, const TrainingCurves& known, const QString& name,
                 double length) {
  const bool validation = asked.kind == ValidationAmplitude || asked.kind == ValidationPhase;
  const auto& rows = known.validation;
  FigureCurve curve{name, {}, {}, {}, false};
  const auto& steps = validation ? rows.step : known.train.step;
  switch (asked.over) {
    case CurvesOver::Step: curve.x = steps; break;
    case CurvesOver::Epoch: curve.x = validation ? epochsOf(steps, known.train) : known.train.epoch; break;
    case CurvesOver::Seconds: curve.x = validation ? rows.seconds : known.train.seconds; break;
  }
  if (validation) {
    const bool amplitude = asked.kind == ValidationAmplitude;
    curve.y = amplitude ? rows.amplitude_nrmse : rows.phase_nrmse;
    const auto& flat = amplitude ? rows.flat_amplitude_nrmse : rows.flat_phase_nrmse;
    if (!flat.empty()) addReference(plot, say("flat"), flat.back());
  } else {
    curve.y = trainColumn(known.train, asked.kind);
    if (length > 0) {
      curve.faint_y = curve.y;
      curve.y = smoothedCurve(steps, curve.y, length);
    }
  }
  plot.curves.push_back(std::move(curve));
}

Result<void> addTrainings(FigurePlot& plot, const FigureCurves& asked) {
  std::vector<std::shared_ptr<const TrainingCurves>> read;
  double span = 0;
  for (const std::string& file : asked.files) {
    std::error_code status;
    if (!fs::is_directory(file, status)) {
      return badInput("is not the folder of a training; its curves are in its events.", file);
    }
    TrainingReader reader(file);
    const TrainingLook look = reader.look(false);
    if (!look.curves || look.curves->train.step.empty()) {
      return badInput(look.problem.empty() ? "has recorded no training steps." : look.problem, file);
    }
    const auto& steps = look.curves->train.step;
    span = std::max(span, steps.back() - steps.front());
    read.push_back(look.curves);
  }
  const double length = smoothingLength(asked.smoothing, roundedUpSpan(span));
  for (std::size_t k = 0; k < read.size(); ++k) addTraining(plot, asked, *read[k], nameOf(asked.files[k]), length);
  plot.x_label = asked.over == CurvesOver::Step    ? say("step")
                 : asked.over == CurvesOver::Epoch ? say("epoch")
                                                   : say("compute time [s]");
  return {};
}

QString valueLabel(CurveKind kind) {
  switch (kind) {
    case Residual: return say("Σ| |F| − M | / Σ M");
    case AmplitudeNrmse:
    case PhaseNrmse:
    case ValidationAmplitude:
    case ValidationPhase: return say("NRMSE");
    case Resolution: return say("ring correlation");
    case Loss: return say("loss");
    case LearningRate: return say("learning rate");
    case GradientNorm: return say("gradient norm");
    case PatternsPerSecond: return say("patterns/s");
    case LoaderWait: return say("share of the time");
  }
  return {};
}

}  // namespace

bool isTrainingRun(const fs::path& folder) {
  const auto spec = readRunSpec(folder);
  return spec && spec->is_object() && spec->value("verb", Json()) == "train";
}

Result<FigurePlot> readPlot(const FigureCurves& asked) {
  FigurePlot plot;
  plot.log_x = asked.log_x;
  plot.log_y = asked.log_y && asked.kind != Resolution;
  plot.y_label = valueLabel(asked.kind);
  if (isOfTraining(asked.kind)) {
    PTYCHO_CHECK(addTrainings(plot, asked));
  } else {
    for (const std::string& file : asked.files) PTYCHO_CHECK(addResult(plot, asked, file));
  }
  if (std::ranges::all_of(plot.curves, [](const FigureCurve& curve) { return curve.x.empty(); })) {
    return badInput("has recorded no " + curveKindNames()[static_cast<std::size_t>(asked.kind)] + " yet.",
                    asked.files.front());
  }
  return plot;
}

}  // namespace ptycho
