#pragma once

#include <filesystem>

#include <QString>

#include "core/base/error.h"

namespace ptycho {

class ReconstructWorkspace;

/// The figure of the result, the same bytes as `ptychodesk-cli figure` makes, or of the live preview; PNG, SVG or PDF
/// by suffix.
[[nodiscard]] Result<void> exportFigure(const ReconstructWorkspace& workspace, const QString& file);
/// A copy of the result file in one step, or (.tif) its amplitude and phase as 32-bit numbers in two files.
[[nodiscard]] Result<void> exportResult(const QString& resultFile, const QString& file);
/// Residual and errors as CSV (every recorded number) or as PNG, SVG or PDF (both plots).
[[nodiscard]] Result<void> exportCurves(ReconstructWorkspace& workspace, const QString& file);

}  // namespace ptycho
