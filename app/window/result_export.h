#pragma once

#include <filesystem>

#include <QString>

#include "core/base/error.h"

namespace ptycho {

class ReconstructWorkspace;

/// The figure of the result, the same bytes as `ptychodesk-cli figure` makes, or of the live preview; PNG, SVG or PDF
/// by suffix.
[[nodiscard]] Result<void> exportFigure(const ReconstructWorkspace& workspace, const QString& file);
/// A copy of the result file in one step (.h5), or by the suffix what other programs read (exportFormatOf()): CXI,
/// ptychodus' NPZ, amplitude and phase as 32-bit TIFF.
/// @return what was written, and what the format has no room for, for people
[[nodiscard]] Result<QString> exportResult(const QString& resultFile, const QString& file);
/// Residual and errors as CSV (every recorded number) or as PNG, SVG or PDF (both plots).
[[nodiscard]] Result<void> exportCurves(ReconstructWorkspace& workspace, const QString& file);

}  // namespace ptycho
