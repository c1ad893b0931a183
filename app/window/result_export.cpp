#include "app/window/result_export.h"

#include <QFileInfo>

#include "core/base/atomic_file.h"
#include "core/exchange/result_pictures.h"
#include "widgets/kit/figure/reconstruction_figure.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"

namespace ptycho {
namespace {

QString captionOf(const ReconstructWorkspace& workspace) {
  const auto& result = workspace.result();
  if (!result) return QFileInfo(workspace.shownRun()).fileName();
  const Reconstruction& outcome = result->reconstruction;
  return QStringLiteral("%1: %2 iterations, residual %3.")
      .arg(QString::fromStdString(result->name))
      .arg(outcome.iterations)
      .arg(outcome.residual, 0, 'g', 3);
}

}  // namespace

Result<void> exportFigure(const ReconstructWorkspace& workspace, const QString& file) {
  const ObjectPictures& shown = workspace.comparison().pictures();
  if (shown.empty()) return badInput("There is no picture to export yet.");
  const ComplexImage& truth = workspace.result() ? workspace.result()->truth : workspace.liveTruth();
  FigureSpec figure = reconstructionFigure(truth, shown.object, shown.pixel_m, captionOf(workspace));
  if (workspace.result()) figure.recipe = QString::fromStdString(workspace.result()->spec_json);
  return writeFigure(figure, file.toStdString());
}

Result<void> exportResult(const QString& resultFile, const QString& file) {
  if (file.endsWith(QLatin1String(".tif"), Qt::CaseInsensitive) || file.endsWith(QLatin1String(".tiff"), Qt::CaseInsensitive)) {
    PTYCHO_TRY(const ResultRecord record, readResult(resultFile.toStdString()));
    PTYCHO_CHECK(writeResultTiffs(file.toStdString(), record, TiffDepth::Float32));
    return {};
  }
  return replaceFile(file.toStdString(), [&](const std::filesystem::path& target) -> Result<void> {
    std::error_code status;
    std::filesystem::copy_file(resultFile.toStdString(), target, std::filesystem::copy_options::overwrite_existing,
                               status);
    if (status) return tl::unexpected(errnoError(status.value(), "cannot copy the result", target));
    return {};
  });
}

Result<void> exportCurves(ReconstructWorkspace& workspace, const QString& file) {
  ConvergencePanel& panel = workspace.convergence();
  if (file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
    return replaceFileText(file.toStdString(), panel.series().toCsv());
  }
  std::vector<CurvePlot*> plots{&panel.residualPlot()};
  if (panel.hasErrors()) plots.push_back(&panel.errorPlot());
  if (CurvePlot::exportTogether(plots, file)) return {};
  return fail(ErrorCode::Io,
              "cannot be written; choose a writable folder and a name that ends in .csv, .png, .svg or .pdf.",
              file.toStdString());
}

}  // namespace ptycho
