#include "widgets/kit/figure/figure_recipe.h"

#include <algorithm>

#include <QCoreApplication>

namespace ptycho {

namespace {

constexpr int kSchema = 1;
constexpr std::size_t kMostPanels = 400;

Result<std::string> textOf(const Json& json, const char* key) {
  const Json value = json.value(key, Json(""));
  if (!value.is_string()) return badInput("must be text.", key);
  return value.get<std::string>();
}

Result<FigureItem> itemFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be an object with file and part, or with curves and files.");
  FigureItem item;
  if (json.contains("curves")) {
    PTYCHO_TRY(item.title, textOf(json, "title"));
    Json curves = json;
    curves.erase("title");
    PTYCHO_TRY(item.curves, figureCurvesFromJson(curves));
    return item;
  }
  for (const auto& [key, value] : json.items()) {
    if (key != "file" && key != "image" && key != "method" && key != "part" && key != "title") {
      return badInput("is not a known field; there are file, image, method, part, title.", key);
    }
  }
  PTYCHO_TRY(item.source.file, textOf(json, "file"));
  PTYCHO_TRY(item.source.method, textOf(json, "method"));
  PTYCHO_TRY(item.title, textOf(json, "title"));
  PTYCHO_TRY(const std::string part, textOf(json, "part"));
  if (item.source.file.empty()) return badInput("is missing; name a result, an evaluation or a run folder.", "file");
  if (json.contains("image")) {
    if (!json["image"].is_number_integer()) return badInput("must be a whole number.", "image");
    item.source.image = json["image"].get<std::int64_t>();
  }
  const auto& names = figurePartNames();
  const auto found = std::ranges::find(names, part);
  if (found == names.end()) {
    std::string known;
    for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
    return badInput("\"" + part + "\" is not one of " + known + ".", "part");
  }
  item.part = static_cast<FigurePart>(found - names.begin());
  return item;
}

}  // namespace

const std::vector<std::string>& figurePartNames() {
  static const std::vector<std::string> names{"truth-amplitude", "amplitude",     "amplitude-error", "truth-phase",
                                              "phase",           "phase-error",   "truth-complex",   "complex"};
  return names;
}

QString figurePartTitle(FigurePart part) {
  static const char* const kTitles[] = {"Amplitude, truth", "Amplitude",   "Amplitude, error",   "Phase, truth",
                                        "Phase",            "Phase, error", "Complex, truth",    "Complex"};
  return QCoreApplication::translate("ptycho", kTitles[static_cast<int>(part)]);
}

const FieldList<FigureStyle>& FigureStyle::fields() {
  using S = FigureStyle;
  static const FieldList<S> list{
      field("columns", "Columns", "", 1, 20, "Panels side by side", &S::columns),
      field("width_mm", "Width", "mm", 20, 2000, "Of the whole figure; the height follows", &S::width_mm),
      field("dpi", "Resolution", "dpi", 30, 2400, "Of PNG and TIFF; SVG and PDF keep vectors", &S::dpi),
      field("font_pt", "Font", "pt", 3, 72, "Size of all texts", &S::font_pt),
      field("same_limits", "Same limits", "One range for all amplitudes, one for all phases, one for each kind of error",
            &S::same_limits),
      field("with_errors", "Write NRMSE", "Behind the titles of estimates whose truth is known", &S::with_errors),
      field("caption", "Caption", "Below the panels", &S::caption)};
  return list;
}

Json figureRecipeToJson(const FigureRecipe& recipe) {
  Json panels = Json::array();
  for (const FigureItem& item : recipe.items) {
    if (item.curves) {
      panels.push_back(figureCurvesToJson(*item.curves));
      if (!item.title.empty()) panels.back()["title"] = item.title;
      continue;
    }
    Json panel{{"file", item.source.file}, {"part", figurePartNames()[static_cast<std::size_t>(item.part)]}};
    if (item.source.image >= 0) panel["image"] = item.source.image;
    if (!item.source.method.empty()) panel["method"] = item.source.method;
    if (!item.title.empty()) panel["title"] = item.title;
    panels.push_back(std::move(panel));
  }
  return {{"schema", kSchema}, {"style", specToJson(recipe.style)}, {"panels", std::move(panels)}};
}

Result<FigureRecipe> figureRecipeFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object with panels.");
  if (json.contains("schema")) PTYCHO_CHECK(checkSchemaNumber(json["schema"], kSchema));
  FigureRecipe recipe;
  for (const auto& [key, value] : json.items()) {
    if (key != "schema" && key != "style" && key != "panels") {
      return badInput("is not a known section; there are style and panels.", key);
    }
  }
  if (json.contains("style")) {
    if (auto read = specFromJson(recipe.style, json["style"]); !read) return passOn(read.error(), "style");
  }
  const Json panels = json.value("panels", Json::array());
  if (!panels.is_array() || panels.empty()) return badInput("must be a list of at least one panel.", "panels");
  if (panels.size() > kMostPanels) return badInput("has more than 400 panels; make several figures.", "panels");
  for (std::size_t i = 0; i < panels.size(); ++i) {
    auto item = itemFromJson(panels[i]);
    if (!item) return passOn(item.error(), "panels[" + std::to_string(i) + "]");
    recipe.items.push_back(std::move(*item));
  }
  return recipe;
}

std::vector<FigureItem> trainingItems(const std::vector<std::string>& folders) {
  std::vector<FigureItem> items;
  for (const CurveKind kind : {CurveKind::Loss, CurveKind::ValidationAmplitude, CurveKind::ValidationPhase}) {
    items.push_back({{}, FigurePart::Amplitude, {}, usualCurves(kind, folders)});
  }
  return items;
}

std::vector<FigureItem> comparisonItems(const FigureSource& source, bool withTruth) {
  using enum FigurePart;
  if (!withTruth) return {{source, Amplitude, {}}, {source, Phase, {}}};
  return {{source, TruthAmplitude, {}}, {source, Amplitude, {}}, {source, AmplitudeError, {}},
          {source, TruthPhase, {}},     {source, Phase, {}},     {source, PhaseError, {}}};
}

}  // namespace ptycho
