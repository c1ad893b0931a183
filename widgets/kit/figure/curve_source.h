#pragma once

#include "widgets/kit/figure/curves_item.h"
#include "widgets/kit/figure/figure.h"

namespace ptycho {

/// Reads what the curves are made from: the history of results, or the events of trainings. Errors name the file and
/// what it lacks: no training, a result without a truth or without halves, nothing recorded yet.
[[nodiscard]] Result<FigurePlot> readPlot(const FigureCurves& curves);

/// The folder is that of a training.
[[nodiscard]] bool isTrainingRun(const std::filesystem::path& folder);

}  // namespace ptycho
