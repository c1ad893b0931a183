#include <algorithm>
#include <cmath>
#include <set>

#include <QCoreApplication>

#include "core/base/version.h"
#include "core/store/estimates_file.h"
#include "widgets/kit/figure/curve_source.h"
#include "widgets/kit/figure/figure_recipe.h"
#include "widgets/kit/figure/figure_source.h"
#include "widgets/kit/figure/object_parts.h"

namespace ptycho {

namespace {

using enum FigurePart;

/// Panels that can share a range.
enum class Family { Amplitude, Phase, AmplitudeError, PhaseError, Complex };

Family familyOf(FigurePart part) {
  switch (part) {
    case TruthAmplitude:
    case Amplitude: return Family::Amplitude;
    case TruthPhase:
    case Phase: return Family::Phase;
    case AmplitudeError: return Family::AmplitudeError;
    case PhaseError: return Family::PhaseError;
    case TruthComplex:
    case Complex: return Family::Complex;
  }
  return Family::Complex;
}

bool isError(Family family) { return family == Family::AmplitudeError || family == Family::PhaseError; }

bool needsTruth(FigurePart part) {
  return part == TruthAmplitude || part == TruthPhase || part == TruthComplex || isError(familyOf(part));
}

const RealImage& partOf(const FigurePictures& pictures, FigurePart part) {
  const bool known = pictures.aligned.has_value();
  switch (part) {
    case TruthAmplitude: return pictures.aligned->truth_amplitude;
    case TruthPhase: return pictures.aligned->truth_phase;
    case AmplitudeError: return pictures.aligned->amplitude_error;
    case PhaseError: return pictures.aligned->phase_error;
    case Amplitude: return known ? pictures.aligned->amplitude : pictures.amplitude;
    default: return known ? pictures.aligned->phase : pictures.phase;
  }
}

ComplexImage complexOf(const RealImage& amplitude, const RealImage& phase) {
  ComplexImage picture(amplitude.rows(), amplitude.cols());
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = std::polar(amplitude[i], phase[i]);
  return picture;
}

QString titleOf(const FigureItem& item, const FigurePictures& pictures, const FigureStyle& style) {
  QString title = QString::fromStdString(item.title);
  if (title.isEmpty()) {
    title = figurePartTitle(item.part);
    const bool ofMethod = item.part == Amplitude || item.part == Phase || item.part == FigurePart::Complex ||
                          isError(familyOf(item.part));
    if (ofMethod && !item.source.method.empty()) title += QStringLiteral(", ") + QString::fromStdString(item.source.method);
  }
  const bool estimate = item.part == Amplitude || item.part == Phase;
  if (!style.with_errors || !estimate || !pictures.aligned) return title;
  const ObjectError& error = pictures.aligned->error;
  const double nrmse = item.part == Amplitude ? error.amplitude_nrmse : error.phase_nrmse;
  return title + QStringLiteral(" (%1)").arg(QString::number(nrmse, 'g', 3));
}

FigurePanel panelOf(const FigureItem& item, const FigurePictures& pictures, const FigureStyle& style) {
  FigurePanel panel;
  panel.title = titleOf(item, pictures, style);
  const auto say = [](const char* text) { return QCoreApplication::translate("ptycho", text); };
  const Family family = familyOf(item.part);
  if (family == Family::Complex) {
    const bool truth = item.part == TruthComplex;
    panel.complex_picture = complexOf(partOf(pictures, truth ? TruthAmplitude : Amplitude),
                                      partOf(pictures, truth ? TruthPhase : Phase));
    panel.quantity = say("amplitude");
    return panel;
  }
  panel.picture = partOf(pictures, item.part);
  const bool phase = family == Family::Phase || family == Family::PhaseError;
  panel.quantity = isError(family) ? say("estimate − truth") : phase ? say("phase") : say("amplitude");
  if (phase) panel.unit = QStringLiteral("rad");
  panel.map = isError(family) ? ColorMap::Coolwarm : phase ? ColorMap::Viridis : ColorMap::Gray;
  return panel;
}

/// The widest of the panels' own ranges, for each family or each panel.
void setRanges(FigureSpec& figure, const FigureRecipe& recipe) {
  std::map<std::pair<Family, std::size_t>, std::pair<double, double>> ranges;
  const auto keyOf = [&](std::size_t i) {
    return std::pair(familyOf(recipe.items[i].part), recipe.style.same_limits ? 0 : i);
  };
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const FigurePanel& panel = figure.panels[i];
    if (panel.picture.empty()) continue;
    const auto own = isError(keyOf(i).first) ? symmetricRange(panel.picture) : robustRange(panel.picture);
    const auto [known, fresh] = ranges.emplace(keyOf(i), own);
    if (!fresh) known->second = {std::min(known->second.first, own.first), std::max(known->second.second, own.second)};
  }
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    FigurePanel& panel = figure.panels[i];
    if (panel.picture.empty()) continue;
    std::tie(panel.low, panel.high) = ranges.at(keyOf(i));
    if (keyOf(i).first != Family::Phase || !isWrapped({panel.low, panel.high})) continue;
    panel.map = ColorMap::Twilight;
    panel.low = -M_PI;
    panel.high = M_PI;
  }
}

}  // namespace

Result<FigureSpec> composeFigure(const FigureRecipe& recipe) {
  FigureSources sources;
  FigureSpec figure;
  figure.columns = recipe.style.columns;
  figure.width_mm = recipe.style.width_mm;
  figure.dpi = recipe.style.dpi;
  figure.font_pt = recipe.style.font_pt;
  figure.caption = QString::fromStdString(recipe.style.caption);
  bool onePixel = true;
  bool pictured = false;
  for (const FigureItem& item : recipe.items) {
    if (item.curves) {
      FigurePanel& panel = figure.panels.emplace_back();
      PTYCHO_TRY(panel.plot, readPlot(*item.curves));
      panel.title = item.title.empty() ? curveKindTitle(item.curves->kind) : QString::fromStdString(item.title);
      continue;
    }
    PTYCHO_TRY(const FigurePictures* pictures, sources.pictures(item.source));
    if (needsTruth(item.part) && !pictures->aligned) {
      return badInput("holds no truth, so there is no " +
                      figurePartNames()[static_cast<std::size_t>(item.part)] + " to show; choose amplitude or phase.",
                      item.source.file);
    }
    onePixel = onePixel && (!pictured || figure.pixel_m == pictures->pixel_m);
    pictured = true;
    figure.pixel_m = pictures->pixel_m;
    figure.panels.push_back(panelOf(item, *pictures, recipe.style));
  }
  if (!onePixel) figure.pixel_m = 0;  // one scale bar cannot be right for all
  setRanges(figure, recipe);
  Json kept = figureRecipeToJson(recipe);
  kept["program"] = "ptychodesk";
  kept["version"] = programVersion();
  figure.recipe = QString::fromStdString(jsonText(kept));
  return figure;
}

Result<void> writeFigureData(const FigureRecipe& recipe, const std::filesystem::path& file) {
  FigureSources sources;
  std::set<FigureSource> written;
  std::vector<ExportedEstimate> estimates;
  for (const FigureItem& item : recipe.items) {
    if (item.curves || !written.insert(item.source).second) continue;
    PTYCHO_TRY(const FigurePictures* pictures, sources.pictures(item.source));
    estimates.push_back({std::filesystem::path(item.source.file).filename().string(), item.source.image,
                         item.source.method, pictures->pixel_m, pictures->object, pictures->truth,
                         partOf(*pictures, Amplitude), partOf(*pictures, Phase)});
  }
  if (estimates.empty()) {
    return badInput("the figure has no pictures whose objects could be written; write its curves as PDF, SVG, PNG or "
                    "TIFF.", file.string());
  }
  return writeEstimates(file, estimates, jsonText(figureRecipeToJson(recipe)));
}

}  // namespace ptycho
