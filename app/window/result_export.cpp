#include "app/window/result_export.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/atomic_file.h"
#include "core/exchange/scan_export.h"
#include "widgets/kit/figure/reconstruction_figure.h"
#include "widgets/kit/figure/result_figure.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"

namespace ptycho {

Result<void> exportFigure(const ReconstructWorkspace& workspace, const QString& file) {
  if (workspace.result()) return writeFigure(resultFigure(*workspace.result()), file.toStdString());
  const ObjectPictures& shown = workspace.comparison().pictures();
  if (shown.empty()) return badInput("There is no picture to export yet.");
  const QString caption = QFileInfo(workspace.shownRun()).fileName();
  return writeFigure(reconstructionFigure(workspace.liveTruth(), shown.object, shown.pixel_m, caption), file.toStdString());
}

namespace {

/// A copy of our own HDF5, not a product of another program that ends alike.
bool isOwnSuffix(const QString& file) { return file.endsWith(QLatin1String(".h5"), Qt::CaseInsensitive); }

}  // namespace

Result<QString> exportResult(const QString& resultFile, const ResultRecord* shown, const QString& file,
                             const QString& key) {
  const auto format = exportFormatOf(file.toStdString(), key.toStdString());
  if (!format && !key.isEmpty()) return tl::unexpected(format.error());
  const bool own = key.isEmpty() && (!format || isOwnSuffix(file));
  // The file is what others will read; where it has gone, what is on the screen is all that there is.
  const bool fromScreen = shown && !QFileInfo::exists(resultFile);
  const QString done = QCoreApplication::translate("ResultExport", "%1 written.").arg(file);
  if (fromScreen && own) {
    PTYCHO_CHECK(writeResult(file.toStdString(), *shown));
    return done;
  }
  if (!own) {
    ResultRecord record;
    if (fromScreen) {
      record = *shown;
    } else {
      PTYCHO_TRY(record, readResult(resultFile.toStdString()));
    }
    PTYCHO_TRY(const ExportedFiles written, exportScan(file.toStdString(), format->format, {&record, nullptr}, {}));
    QStringList told;
    for (const auto& path : written.files) told << QString::fromStdString(path.filename().string());
    QString text = QCoreApplication::translate("ResultExport", "%1 written.").arg(told.join(QStringLiteral(", ")));
    for (const std::string& note : written.notes) text += QLatin1Char(' ') + QString::fromStdString(note);
    return text;
  }
  PTYCHO_CHECK(replaceFile(file.toStdString(), [&](const std::filesystem::path& target) -> Result<void> {
    std::error_code status;
    std::filesystem::copy_file(resultFile.toStdString(), target, std::filesystem::copy_options::overwrite_existing,
                               status);
    if (status) return tl::unexpected(errnoError(status.value(), "cannot copy the result", target));
    return {};
  }));
  return done;
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
