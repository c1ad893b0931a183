#include "widgets/models/attempt.h"

#include <set>

#include <QFileInfo>

#include "core/metrics/ambiguity.h"
#include "core/metrics/phase_tools.h"
#include "core/store/run_acquisition.h"
#include "core/store/run_folder.h"
#include "core/store/run_notes.h"
#include "widgets/models/core_text.h"
#include "widgets/models/result_spec.h"
#include "widgets/models/run_row.h"

namespace ptycho {
namespace {

constexpr double kLit = 0.1F;  ///< of the largest Σ|P|²

QString nameOf(const QString& folder) {
  RunRow row;
  row.entry.folder = folder.toStdString();
  row.entry.verb = "reconstruct";
  return row.title();
}

Attempt attemptOf(const QString& folder, const ResultRecord& record) {
  const Reconstruction& outcome = record.reconstruction;
  Attempt attempt;
  attempt.folder = folder;
  if (const auto spec = specOf(record)) attempt.chain = QString::fromStdString(chainText(spec->stages));
  attempt.iterations = outcome.iterations;
  attempt.seconds = outcome.seconds;
  attempt.residual = outcome.residual;
  if (!outcome.history.empty()) attempt.update = outcome.history.back().update;
  attempt.amplitude_nrmse = outcome.amplitude_nrmse;
  attempt.phase_nrmse = outcome.phase_nrmse;
  attempt.pixel_m = record.geometry ? objectPixelOf(*record.geometry) : 0;
  if (outcome.halves && outcome.halves->cutoff_half_bit > 0) {
    attempt.resolution_px = 0.5 / outcome.halves->cutoff_half_bit;
  }
  attempt.history = outcome.history;
  attempt.halves = outcome.halves;
  return attempt;
}

MaskImage litPart(const ResultRecord& record) {
  const ComplexImage& object = record.reconstruction.object;
  if (record.coverage.sameShape(object)) return wellLit(record.coverage, kLit);
  return MaskImage(object.rows(), object.cols(), 1);
}

ComplexStack firstMode(const ComplexStack& probe) {
  ComplexStack mode(1, probe.rows(), probe.cols());
  mode.assign(0, probe.copy(0));
  return mode;
}

Result<ComplexImage> onto(const ResultRecord& shown, const ResultRecord& other, const MaskImage& lit) {
  const ComplexImage& object = other.reconstruction.object;
  const ComplexStack& probe = other.reconstruction.probe;
  const ComplexStack& target = shown.reconstruction.probe;
  if (probe.empty() || probe.rows() != target.rows() || probe.cols() != target.cols()) {
    return alignedObject(object, shown.reconstruction.object, &lit);
  }
  PTYCHO_TRY(AmbiguityFreeError both,
             ambiguityFreeError(object, firstMode(probe), shown.reconstruction.object, firstMode(target), &lit));
  return std::move(both.aligned_object);
}

}  // namespace

EventSeries seriesOf(const std::vector<IterationRecord>& history) {
  std::vector<Json> events;
  for (const auto& record : history) {
    events.push_back({{"iteration", record.iteration},
                      {"start", record.start},
                      {"stage", record.stage},
                      {"engine", record.engine},
                      {"residual", jsonNumber(record.residual)},
                      {"update", jsonNumber(record.update)},
                      {"amplitude_nrmse", jsonNumber(record.amplitude_nrmse)},
                      {"phase_nrmse", jsonNumber(record.phase_nrmse)},
                      {"seconds", jsonNumber(record.seconds)}});
  }
  EventSeries series;
  series.append(events);
  return series;
}

QString scanIdentity(const QString& acquisition) {
  const QFileInfo file(acquisition);
  if (file.fileName() != QLatin1String(run_file::kScan)) return acquisition;
  const auto spec = readRunSpec(file.path().toStdString());
  const bool imported = spec && spec->is_object() && spec->contains("import");
  const QString origin = imported ? textAt(*spec, "acquisition") : QString();
  return origin.isEmpty() ? acquisition : origin;
}

std::vector<Attempt> AttemptReader::read(const std::vector<QString>& folders, const QString& scan) {
  const std::set<QString> listed(folders.begin(), folders.end());
  std::erase_if(m_known, [&listed](const auto& item) { return !listed.contains(item.first); });
  std::vector<Attempt> attempts;
  for (const QString& folder : folders) {
    Known& known = m_known[folder];
    refresh(folder, known, scan);
    if (known.scan == scan && known.result.isThere()) attempts.push_back(known.attempt);
  }
  return attempts;
}

void AttemptReader::refresh(const QString& folder, Known& known, const QString& scan) const {
  const std::filesystem::path path = folder.toStdString();
  if (hasChanged(path / run_file::kSpec, known.spec)) {
    const auto spec = readRunSpec(path);
    known.scan = spec ? scanIdentity(textAt(*spec, "acquisition")) : QString();
  }
  if (known.scan != scan) return;
  if (hasChanged(path / run_file::kResult, known.result)) {
    const auto record = readResultFacts(path / run_file::kResult);
    known.attempt = record ? attemptOf(folder, *record) : Attempt();
    if (!record) known.attempt.problem = textOf(record.error());
    known.attempt.folder = folder;
    known.attempt.ended_s = known.result.modified_ns / 1'000'000'000;
    known.notes = {};
  }
  const FileStamp notes = fileStamp(path / run_file::kNotes);
  if (notes == known.notes && !known.attempt.name.isEmpty()) return;
  known.notes = notes;
  const RunNotes written = readRunNotes(path).value_or(RunNotes{});
  known.attempt.note = QString::fromStdString(written.note);
  known.attempt.name = QString::fromStdString(written.title);
  if (known.attempt.name.isEmpty()) known.attempt.name = nameOf(folder);
}

Result<AlignedPictures> compareAttempts(const ResultRecord& shown, const ResultRecord& other) {
  const ComplexImage& object = shown.reconstruction.object;
  const MaskImage lit = litPart(shown);
  PTYCHO_TRY(const ComplexImage aligned, onto(shown, other, lit));
  AlignedPictures pictures = alignToTruth(object, aligned);
  pictures.error = objectError(object, aligned, &lit);
  for (std::size_t i = 0; i < lit.size(); ++i) {
    if (lit[i] != 0) continue;
    pictures.amplitude_error[i] = pictures.phase_error[i] = std::numeric_limits<float>::quiet_NaN();
  }
  return pictures;
}

}  // namespace ptycho
