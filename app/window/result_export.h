#pragma once

#include <filesystem>

#include <QString>

#include "core/base/error.h"

namespace ptycho {

class ReconstructWorkspace;
struct ResultRecord;

/// The figure of the result, the same bytes as `ptychodesk-cli figure` makes, or of the live preview; PNG, SVG or PDF
/// by suffix.
[[nodiscard]] Result<void> exportFigure(const ReconstructWorkspace& workspace, const QString& file);
/// A copy of the result file in one step (.h5), or what other programs read: by the key of exportFormats(), else by the
/// suffix.
/// @param shown  what is on the screen, for where the file is gone; null: nothing
/// @return what was written, and what the format has no room for, for people
[[nodiscard]] Result<QString> exportResult(const QString& resultFile, const ResultRecord* shown,
                                          const QString& file, const QString& format = {});
/// Residual and errors as CSV (every recorded number) or as PNG, SVG or PDF (both plots).
[[nodiscard]] Result<void> exportCurves(ReconstructWorkspace& workspace, const QString& file);

}  // namespace ptycho
