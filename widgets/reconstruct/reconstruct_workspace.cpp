#include "widgets/reconstruct/reconstruct_workspace.h"

#include <QFileInfo>
#include <QTabWidget>
#include <QToolButton>

#include "core/reconstruct/presets.h"
#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/kit/status/tab_by_title.h"
#include "widgets/models/new_run_folder.h"
#include "widgets/models/run_reader.h"
#include "widgets/reconstruct/acquisition_card.h"
#include "widgets/reconstruct/attempts_panel.h"
#include "widgets/reconstruct/chain_editor.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/export_bar.h"
#include "widgets/reconstruct/other_attempt.h"
#include "widgets/reconstruct/phase_menu.h"
#include "widgets/reconstruct/positions_panel.h"
#include "widgets/reconstruct/probe_result_panel.h"
#include "widgets/kit/plot/profile_panel.h"
#include "widgets/reconstruct/reconstruction_form.h"
#include "widgets/reconstruct/resolution_panel.h"
#include "widgets/reconstruct/run_list_panel.h"

namespace ptycho {
namespace {

double middle(double low, double high) { return 0.5 * (low + high); }

}  // namespace

void ReconstructWorkspace::setAcquisition(const std::shared_ptr<const AcquisitionDigest>& digest) {
  m_form->acquisitionCard().showDigest(*digest);
  m_form->setAcquisition(digest->file, true);
  m_form->suggestPreset(digest->import ? kMeasuredPreset : kDefaultPreset);
}

void ReconstructWorkspace::setAcquisitionLoading(const QString& file) {
  m_form->acquisitionCard().showLoading(file);
  m_form->setAcquisition(file, false);
}

void ReconstructWorkspace::setAcquisitionProblem(const QString& file, const QString& message) {
  m_form->acquisitionCard().showProblem(file, message);
  m_form->setAcquisition(file, false);
}

void ReconstructWorkspace::setRecentFiles(const QStringList& files) { m_form->acquisitionCard().setRecentFiles(files); }
void ReconstructWorkspace::setRequest(const ReconstructionRequest& request) { m_form->setRequest(request); }
const ReconstructionRequest& ReconstructWorkspace::request() const { return m_form->request(); }

void ReconstructWorkspace::setRunsRoot(const QString& root) {
  m_runsRoot = root;
  m_form->setRunsRoot(root);
  m_runs->setRoot(root);
}

void ReconstructWorkspace::setRunRows(const std::vector<RunRow>& rows) { m_runs->setRows(rows); }

void ReconstructWorkspace::showRun(const QString& folder) {
  m_folder = folder;
  m_working = false;
  forgetResult();
  m_probe->clear();
  m_liveTruth = {};
  m_pixel_m = 0;
  m_runRange = request().spec.range;
  m_runs->setCurrentRun(folder);
  m_attempts->setShown(folder);
  m_title->setText(QFileInfo(folder).fileName());
  m_title->setToolTip(folder);
  m_exports->setBaseName(QFileInfo(folder).fileName());
  m_convergence->clear();
  m_comparison->clear(tr("Waiting for the first picture …"));
  m_strip->showIdle(tr("Starting …"));
  updateExports();
}

void ReconstructWorkspace::forgetResult() {
  m_result.reset();
  m_profile->clear();
  m_probe->setResult(nullptr);
  m_positions->clear();
  m_resolution->setResult(nullptr);
  setOther(nullptr, {});
}

void ReconstructWorkspace::setGivenProbe(const ComplexStack& probe) { m_probe->setGivenProbe(probe); }

bool ReconstructWorkspace::showTab(const QString& name) { return ptycho::showTab(*m_tabs, name); }

void ReconstructWorkspace::showResultFile(const QString& file, const std::shared_ptr<const ResultRecord>& result) {
  showRun({});
  m_title->setText(QFileInfo(file).fileName());
  m_title->setToolTip(file);
  m_exports->setBaseName(QFileInfo(file).completeBaseName());
  const Reconstruction& outcome = result->reconstruction;
  m_strip->showIdle(tr("%1 · %2 iterations in %3 · residual %4")
                        .arg(QString::fromStdString(result->name))
                        .arg(outcome.iterations)
                        .arg(durationText(outcome.seconds))
                        .arg(outcome.residual, 0, 'g', 3));
  setResult(result);
}

void ReconstructWorkspace::setRunProblem(const QString& message) {
  m_strip->showIdle(tr("Not started"));
  m_comparison->clear(message);
  updateExports();
}

void ReconstructWorkspace::setRunUnreadable(const QString& message) {
  m_strip->showIdle(tr("Cannot be read"));
  m_comparison->clear(message);
  updateExports();
}

void ReconstructWorkspace::setRunGone() {
  m_working = false;
  m_strip->showIdle(tr("The run's folder is gone; this is what was read of it."));
  updateExports();
}

void ReconstructWorkspace::setRunSpec(const Json& spec) {
  const auto part = spec.find("reconstruction");
  if (part == spec.end()) return;
  const auto read = reconstructionSpecFromJson(*part);
  if (!read) return;
  m_runRange = read->range;
  m_title->setText(QFileInfo(m_folder).fileName() + QStringLiteral("   ") +
                   QString::fromStdString(chainText(read->stages)));
}

void ReconstructWorkspace::setRunStatus(const RunStatus& status, RunLiveness liveness,
                                        std::optional<double> secondsLeft) {
  m_strip->setStatus(status, liveness, secondsLeft);
  m_working = !hasEnded(liveness);
  const bool nothingToCome = liveness == RunLiveness::Failed || liveness == RunLiveness::Lost;
  if (nothingToCome && m_comparison->pictures().empty()) m_comparison->clear(tr("This run left no picture."));
}

void ReconstructWorkspace::setRequestWritten(const QString& request, const QString& id, const QDateTime& asked) {
  m_strip->setRequest(request, id, asked);
}

void ReconstructWorkspace::setSeries(const EventSeries& series) {
  m_convergence->setSeries(series);
  updateExports();
}

void ReconstructWorkspace::setPreview(const PreviewRecord& preview) {
  if (m_result && !m_working) return;
  if (m_result) forgetResult();
  m_comparison->setPictures(objectPictures(preview.picture, m_liveTruth, m_pixel_m), &m_runRange);
  updateExports();
}

void ReconstructWorkspace::setLiveTruth(const ComplexImage& truth, double pixel_m) {
  if (m_result) return;
  m_liveTruth = truth;
  m_pixel_m = pixel_m;
  showFlatBaseline(truth);
}

void ReconstructWorkspace::setResult(const std::shared_ptr<const ResultRecord>& result) {
  m_result = result;
  const Reconstruction& outcome = result->reconstruction;
  const double pixel_m = result->geometry ? objectPixelOf(*result->geometry) : 0;
  ObjectPictures pictures = objectPictures(outcome.object, result->truth, pixel_m);
  pictures.coverage = result->coverage;
  m_comparison->setPictures(std::move(pictures));
  m_probe->setResult(result);
  m_positions->setResult(result);
  m_resolution->setResult(result);
  m_convergence->setFlatBaseline(outcome.flat_amplitude_nrmse, outcome.flat_phase_nrmse);
  setOther(nullptr, {});  // with the profiles and what can be exported
}

void ReconstructWorkspace::setOther(const OtherAttempt* other, const QString& outcome) {
  const QString name = other ? other->name : QString();
  m_comparison->setOther(other ? std::optional(other->pictures) : std::nullopt, name);
  m_convergence->setOther(other ? other->series : EventSeries(), name);
  m_resolution->setOther(other ? other->halves : std::nullopt, name);
  m_attempts->setCompared(other ? other->folder : QString(), outcome);
  m_profile->setOtherName(name);
  showProfilePictures();
  updateExports();
}

/// The phase as its picture shows it.
void ReconstructWorkspace::showProfilePictures() {
  const ObjectPictures& shown = m_comparison->onScreen();
  if (!m_result || shown.empty()) return;
  m_profile->setPhaseNote(m_comparison->phaseNote(), m_comparison->phaseUnwrapped());
  m_profile->setPictures(shown.pictures.amplitude, m_comparison->phaseOnScreen(), shown.pictures.truth_amplitude,
                         shown.pictures.truth_phase, shown.pixel_m);
}

void ReconstructWorkspace::showFlatBaseline(const ComplexImage& truth) {
  if (truth.empty()) return;
  const ObjectError flat = flatBaseline(truth, middle(m_runRange.amplitude_min, m_runRange.amplitude_max),
                                        middle(m_runRange.phase_min_rad, m_runRange.phase_max_rad));
  m_convergence->setFlatBaseline(flat.amplitude_nrmse, flat.phase_nrmse);
}

void ReconstructWorkspace::updateExports() {
  const bool picture = !m_comparison->pictures().empty();
  m_exports->setAvailable(picture, m_result != nullptr, m_convergence->hasCurves());
  m_controls->setEnabled(picture);
  m_attempts->setObstacle(m_result ? QString() : tr("Compares with a finished result; open one, or wait for this run."));
  const bool compared = m_comparison->onScreen().hasTruth();
  m_blink->setEnabled(compared);
  if (compared) m_phase->setObstacle(tr("The comparison has aligned the phases"));
  else m_phase->setObstacle(m_result ? QString() : tr("For a finished result"));
}

void ReconstructWorkspace::browseAcquisition() { m_form->acquisitionCard().browse(); }
void ReconstructWorkspace::exportFigure() { m_exports->askForFigure(); }
QUndoStack& ReconstructWorkspace::undoStack() { return m_form->undoStack(); }

void ReconstructWorkspace::run() {
  if (!m_form->obstacle().isEmpty()) return;
  const QString verb = QStringLiteral("reconstruct");
  const QString folder = newRunFolder(m_runsRoot, verb, QFileInfo(request().acquisition).completeBaseName());
  Q_EMIT launchRequested(verb, reconstructArguments(request(), folder), folder);
}

}  // namespace ptycho
