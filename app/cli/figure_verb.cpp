#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "app/cli/verb.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"

#ifdef PTYCHODESK_WITH_FIGURES
#include "app/cli/offscreen_application.h"
#include "core/analyse/failure_causes.h"
#include "core/store/array_file.h"
#include "core/store/evaluation_file.h"
#include "widgets/kit/figure/curve_source.h"
#include "widgets/kit/figure/figure_recipe.h"
#include "widgets/kit/figure/result_figure.h"
#endif

namespace ptycho::cli {

namespace {

namespace fs = std::filesystem;

struct FigureCommand {
  std::string input;
  std::string output;
  double width_mm = 180;
  int dpi = 200;
  std::string caption;
  std::string spec;
  std::int64_t image = -1;
  int worst = 0;
  std::string method;

  Result<int> run() const;
#ifdef PTYCHODESK_WITH_FIGURES
  [[nodiscard]] Result<FigureSpec> figure() const;
  [[nodiscard]] Result<FigureRecipe> recipeOf(const fs::path& evaluation) const;
#endif
};

#ifdef PTYCHODESK_WITH_FIGURES

/// Truth, estimate and error of the images asked for: one image, or the worst ones.
Result<FigureRecipe> FigureCommand::recipeOf(const fs::path& evaluation) const {
  PTYCHO_TRY(const EvaluationTable table, readEvaluationTable(evaluation));
  const Evaluation& known = table.stored.evaluation;
  const std::string asked = !method.empty() || known.methods.empty() ? method : known.methods.front();
  FigureRecipe recipe;
  recipe.style.columns = 6;
  const auto add = [&](std::int64_t number) {
    for (auto& item : comparisonItems({evaluation.string(), number, asked}, true)) recipe.items.push_back(item);
  };
  if (worst == 0) {
    if (image < 0) return badInput("is an evaluation; say which images with --image N or --worst N.", evaluation.string());
    recipe.style.columns = 3;
    add(image);
    return recipe;
  }
  std::vector<const EvaluationRecord*> kept;
  for (const EvaluationRecord& record : known.records) {
    const bool ofMethod = known.methods[static_cast<std::size_t>(record.method)] == asked;
    const bool isKept = std::ranges::any_of(table.kept, [&](const KeptName& name) {
      return name.image == record.image && name.method == record.method;
    });
    if (ofMethod && isKept) kept.push_back(&record);
  }
  if (kept.empty()) {
    return badInput("has kept no estimate of \"" + asked + "\"; evaluate again with --keep worst:8.", evaluation.string());
  }
  std::ranges::stable_sort(kept, std::greater<>(), [](const EvaluationRecord* record) {
    const double error = errorOf(*record, ErrorKind::Sum);
    return std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
  });
  kept.resize(std::min(kept.size(), static_cast<std::size_t>(worst)));
  for (const EvaluationRecord* record : kept) add(record->image);
  return recipe;
}

Result<FigureSpec> FigureCommand::figure() const {
  FigureRecipe recipe;
  std::error_code status;
  if (!spec.empty()) {
    PTYCHO_TRY(const Json json, readJsonFile(spec));
    auto read = figureRecipeFromJson(json);
    if (!read) return passOn(read.error(), spec);
    recipe = std::move(*read);
    return composeFigure(recipe);
  }
  if (fs::is_directory(input, status) && isTrainingRun(input)) {
    recipe.items = trainingItems({input});
    PTYCHO_TRY(FigureSpec curves, composeFigure(recipe));
    curves.width_mm = width_mm;
    curves.dpi = dpi;
    return curves;
  }
  const fs::path file = fs::is_directory(input, status) ? fs::path(input) / run_file::kResult : fs::path(input);
  FigureSpec figure;
  if (recogniseFile(file) == FileKind::Evaluation) {
    PTYCHO_TRY(recipe, recipeOf(file));
    PTYCHO_TRY(figure, composeFigure(recipe));
  } else {
    PTYCHO_TRY(const ResultRecord record, readResult(file));
    figure = resultFigure(record);
  }
  figure.width_mm = width_mm;
  figure.dpi = dpi;
  return figure;
}

Result<int> FigureCommand::run() const {
  if (spec.empty() == input.empty()) {
    return badInput("needs either a result, an evaluation or a run, or --spec FILE.", "figure");
  }
  const OffscreenApplication application;
  PTYCHO_TRY(FigureSpec made, figure());
  if (!caption.empty()) made.caption = QString::fromStdString(caption);
  PTYCHO_CHECK(writeFigure(made, output));
  fmt::print("{}\n", output);
  return kExitDone;
}

#else

Result<int> FigureCommand::run() const {
  return fail(ErrorCode::Unsupported, "cannot be drawn: this program was built without figures (PTYCHODESK_GUI=OFF); "
                                      "use a build with Qt.", input);
}

#endif

}  // namespace

Verb makeFigureVerb(CLI::App& program) {
  auto command = std::make_shared<FigureCommand>();
  CLI::App* app = program.add_subcommand(
      "figure",
      "Truth, estimate and signed error of amplitude and phase, with colour bars and NRMSE; curves of a training");
  auto* input = app->add_option("result", command->input, "HDF5 result, evaluation or run folder")->type_name("FILE|RUN");
  app->add_option("--spec", command->spec, "Panels and style as JSON, as the Export workspace saves them")
      ->type_name("FILE")->excludes(input);
  app->add_option("--image", command->image, "Of an evaluation: this image")->type_name("N");
  app->add_option("--worst", command->worst, "Of an evaluation: so many of the worst images, a row each")
      ->check(CLI::Range(1, 60))->type_name("N");
  app->add_option("--method", command->method, "Of an evaluation: this method instead of the first")->type_name("NAME");
  app->add_option("-o,--output", command->output, "Figure to write: .png, .tif, .svg or .pdf")->required()->type_name("FILE");
  app->add_option("--width-mm", command->width_mm, "Width [mm]")->check(CLI::Range(30.0, 1000.0))->capture_default_str();
  app->add_option("--dpi", command->dpi, "Resolution of PNG and TIFF [dots per inch]")->check(CLI::Range(30, 1200))
      ->capture_default_str();
  app->add_option("--caption", command->caption, "Caption instead of the default one")->type_name("TEXT");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
