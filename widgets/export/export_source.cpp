#include "widgets/export/export_source.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QFileInfo>

#include "core/store/array_file.h"
#include "core/store/run_folder.h"
#include "widgets/kit/figure/curve_source.h"

namespace ptycho {

namespace fs = std::filesystem;

std::vector<ExportSource::Estimate> ExportSource::estimates() const {
  std::vector<Estimate> all;
  if (!evaluation) return all;
  const Evaluation& known = evaluation->stored.evaluation;
  for (const KeptName& name : evaluation->kept) {
    const auto record = std::ranges::find_if(known.records, [&](const EvaluationRecord& candidate) {
      return candidate.image == name.image && candidate.method == name.method;
    });
    if (record == known.records.end()) continue;
    const double error = record->amplitude_nrmse + record->phase_nrmse;
    const std::string& method = known.methods[static_cast<std::size_t>(name.method)];
    all.push_back({name.image, method,
                   QStringLiteral("%1, %2: A %3, φ %4")
                       .arg(QString::fromStdString(record->name), QString::fromStdString(method),
                            QString::number(record->amplitude_nrmse, 'g', 3),
                            QString::number(record->phase_nrmse, 'g', 3)),
                   std::isfinite(error) ? error : std::numeric_limits<double>::infinity()});
  }
  std::ranges::stable_sort(all, std::greater<>(), &Estimate::error);
  return all;
}

Result<ExportSource> readExportSource(const QString& path, const QString& title) {
  fs::path file = path.toStdString();
  std::error_code status;
  if (fs::is_directory(file, status) && isTrainingRun(file)) {
    if (!fs::exists(file / run_file::kEvents, status)) {
      return fail(ErrorCode::NotFound, "has recorded nothing yet.", file.string());
    }
    ExportSource source;
    source.file = path;
    source.title = title.isEmpty() ? QFileInfo(path).fileName() : title;
    source.training = true;
    return source;
  }
  if (fs::is_directory(file, status)) file /= run_file::kResult;
  if (!fs::exists(file, status)) {
    return fail(ErrorCode::NotFound, "is not there; a run has a result when it is done.", file.string());
  }
  ExportSource source;
  source.file = QString::fromStdString(file.string());
  source.title = title.isEmpty() ? QFileInfo(path).fileName() : title;
  switch (recogniseFile(file)) {
    case FileKind::Evaluation: {
      PTYCHO_TRY(EvaluationTable table, readEvaluationTable(file));
      source.evaluation = std::make_shared<EvaluationTable>(std::move(table));
      source.has_truth = true;
      return source;
    }
    case FileKind::Reconstruction: {
      PTYCHO_TRY(const auto datasets, listDatasets(file));
      source.has_truth = std::ranges::any_of(datasets, [](const DatasetInfo& info) { return info.path == "/truth"; });
      return source;
    }
    default: return badInput("is neither a reconstruction nor an evaluation; nothing can be shown from it.", file.string());
  }
}

}  // namespace ptycho
