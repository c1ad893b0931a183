#include "widgets/kit/figure/figure_source.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/optics/geometry.h"
#include "core/simulate/simulate.h"
#include "core/store/array_file.h"
#include "core/store/evaluation_file.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "widgets/kit/figure/object_parts.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// What the evaluation was asked for says how large a pixel is; 0 where it does not.
double pixelOf(const StoredEvaluation& stored) {
  const auto spec = parseJson(stored.spec_json, "spec");
  if (!spec || !spec->is_object() || !spec->contains("simulation")) return 0;
  const auto simulation = simulationSpecFromJson((*spec)["simulation"]);
  return simulation ? objectPixelOf(simulation->geometry) : 0;
}

Result<FigurePictures> readResultPictures(const fs::path& file) {
  PTYCHO_TRY(ResultRecord record, readResult(file));
  FigurePictures pictures;
  pictures.object = std::move(record.reconstruction.object);
  if (record.truth.sameShape(pictures.object)) pictures.truth = std::move(record.truth);
  if (record.geometry) pictures.pixel_m = objectPixelOf(*record.geometry);
  return pictures;
}

}  // namespace

Result<FigurePictures> FigureSources::readEstimate(const fs::path& file, const FigureSource& source) {
  auto known = m_tables.find(file);
  if (known == m_tables.end()) {
    PTYCHO_TRY(EvaluationTable read, readEvaluationTable(file));
    known = m_tables.emplace(file, std::move(read)).first;
  }
  const EvaluationTable& table = known->second;
  const auto& methods = table.stored.evaluation.methods;
  const auto method = std::ranges::find(methods, source.method);
  if (method == methods.end()) {
    std::string names;
    for (const auto& name : methods) names += (names.empty() ? "" : ", ") + name;
    return badInput(fmt::format("has no method \"{}\"; there are {}.", source.method, names), file.string());
  }
  const int number = static_cast<int>(method - methods.begin());
  const auto kept = std::ranges::find_if(table.kept, [&](const KeptName& name) {
    return name.image == source.image && name.method == number;
  });
  if (kept == table.kept.end()) {
    return badInput(fmt::format("has not kept the estimate of {} for image {}; evaluate it again with --keep all.",
                                source.method, source.image), file.string());
  }
  PTYCHO_TRY(KeptEstimate estimate, readKeptEstimate(file, static_cast<std::size_t>(kept - table.kept.begin())));
  FigurePictures pictures;
  pictures.pixel_m = pixelOf(table.stored);
  pictures.object = std::move(estimate.object);
  pictures.truth = std::move(estimate.truth);
  return pictures;
}

Result<FigurePictures> FigureSources::read(const FigureSource& source) {
  std::error_code status;
  fs::path file = source.file;
  if (fs::is_directory(file, status)) file /= run_file::kResult;
  if (!fs::exists(file, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", file.string());
  if (recogniseFile(file) == FileKind::Evaluation) return readEstimate(file, source);
  return readResultPictures(file);
}

Result<const FigurePictures*> FigureSources::pictures(const FigureSource& source) {
  if (const auto known = m_read.find(source); known != m_read.end()) return &known->second;
  PTYCHO_TRY(FigurePictures pictures, read(source));
  if (pictures.truth.empty()) {
    auto parts = withoutMeanPhase(pictures.object);
    pictures.amplitude = std::move(parts.amplitude);
    pictures.phase = std::move(parts.phase);
  } else {
    pictures.aligned = alignToTruth(pictures.object, pictures.truth);
  }
  return &m_read.emplace(source, std::move(pictures)).first->second;
}

}  // namespace ptycho
