#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/spec_json.h"
#include "widgets/kit/figure/curves_item.h"
#include "widgets/kit/figure/figure.h"

namespace ptycho {

/// What a panel shows of an object and its truth. Estimates are shown after the free global phase was taken out.
enum class FigurePart { TruthAmplitude, Amplitude, AmplitudeError, TruthPhase, Phase, PhaseError, TruthComplex, Complex };
/// "truth-amplitude", "amplitude", "amplitude-error", …
[[nodiscard]] const std::vector<std::string>& figurePartNames();
/// "Amplitude, truth", …
[[nodiscard]] QString figurePartTitle(FigurePart part);

/// Where a panel's picture comes from: a result (file or run folder), or a kept estimate of an evaluation.
struct FigureSource {
  std::string file;
  std::int64_t image = -1;  ///< of an evaluation; −1 for a result
  std::string method;       ///< of an evaluation; empty for a result
  auto operator<=>(const FigureSource&) const = default;
};

struct FigureItem {
  FigureSource source;
  FigurePart part = FigurePart::Amplitude;
  std::string title;  ///< empty: what the part is called, with the method
  std::optional<FigureCurves> curves = {};  ///< a plot in the place of a picture; source and part then mean nothing
  bool operator==(const FigureItem&) const = default;
};

struct FigureStyle {
  int columns = 3;
  double width_mm = 180;
  int dpi = 300;
  double font_pt = 8;
  bool same_limits = true;    ///< one range for all amplitudes, one for all phases, one for each kind of error
  bool with_errors = true;    ///< NRMSE behind the titles of estimates
  std::string caption;

  static const FieldList<FigureStyle>& fields();
  bool operator==(const FigureStyle&) const = default;
};

/// A figure as it is kept: what to show and how, no pixels. The same from the window and from the command line
/// (`ptychodesk-cli figure --spec FILE`), and inside every figure that was made from it.
struct FigureRecipe {
  std::vector<FigureItem> items;
  FigureStyle style;
  bool operator==(const FigureRecipe&) const = default;
};

/// {"schema": 1, "style": {…}, "panels": [{"file": …, "image": 3, "method": "network", "part": "phase-error"},
/// {"curves": "loss", "files": [run folders], …}]}
[[nodiscard]] Json figureRecipeToJson(const FigureRecipe& recipe);
[[nodiscard]] Result<FigureRecipe> figureRecipeFromJson(const Json& json);

/// Reads what the recipe names and lays it out. Errors name the file and what it lacks: no truth, an image whose estimate
/// was not kept, a method that is not there.
[[nodiscard]] Result<FigureSpec> composeFigure(const FigureRecipe& recipe);

/// The objects that the panels show as numbers, each once (core/store/estimates_file.h); curves are left out. Errors as
/// composeFigure(), and where there is no picture.
[[nodiscard]] Result<void> writeFigureData(const FigureRecipe& recipe, const std::filesystem::path& file);

/// Loss and both validation errors of trainings over each other: three plots.
[[nodiscard]] std::vector<FigureItem> trainingItems(const std::vector<std::string>& folders);

/// Truth, estimate and error of amplitude, then of phase: six panels, or amplitude and phase where there is no truth.
[[nodiscard]] std::vector<FigureItem> comparisonItems(const FigureSource& source, bool withTruth);

}  // namespace ptycho
