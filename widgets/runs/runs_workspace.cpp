#include "widgets/runs/runs_workspace.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabWidget>

#include "widgets/kit/status/run_status_strip.h"
#include "widgets/kit/status/tab_by_title.h"
#include "widgets/models/queue_turns.h"
#include "widgets/runs/evaluation_form.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/queue_panel.h"
#include "widgets/runs/run_actions.h"
#include "widgets/runs/run_comparison.h"
#include "widgets/runs/run_facts.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/run_table_panel.h"
#include "widgets/runs/spec_view.h"
#include "widgets/runs/training_form.h"
#include "widgets/runs/trash_strip.h"

namespace ptycho {
namespace {

/// What a run that waits is waiting for. @param busy  titles of what works on this computer's devices
QString waitsFor(const RunDigest& digest, const QString& busy) {
  if (!digest.job && !digest.launch->run_on.empty()) return RunsWorkspace::tr("being handed over");
  const bool elsewhere = !digest.job && digest.launch->host != hostName();
  if (elsewhere) return RunsWorkspace::tr("the window on %1").arg(QString::fromStdString(digest.launch->host));
  if (!digest.job) return busy.isEmpty() ? RunsWorkspace::tr("its turn") : RunsWorkspace::tr("%1 to end").arg(busy);
  const SchedulerJob& job = *digest.job;
  if (!job.problem.empty()) return QString::fromStdString(job.problem);
  if (!job.unknown_since.empty()) return RunsWorkspace::tr("the scheduler's answer");
  const QString state = QString::fromStdString(schedulerStateName(job.state));
  return job.reason.empty() ? state : QStringLiteral("%1: %2").arg(state, QString::fromStdString(job.reason));
}

}  // namespace

void RunsWorkspace::setRunsRoot(const QString& root) {
  m_root = root;
  m_table->refresh(root);
}

void RunsWorkspace::setRows(const std::vector<RunRow>& rows) {
  m_model->setRows(rows);
  m_table->refresh(m_root);
  if (!m_wanted.isEmpty() && m_model->rowOf(m_wanted)) select(m_wanted);
  if (!m_folder.isEmpty() && !m_model->rowOf(m_folder)) choose({});
  showChosen();
  showQueue();
  showNetworks();
}

void RunsWorkspace::setDigest(const QString& folder, const RunDigest& digest) {
  m_model->setDigest(folder, digest);
  if (folder == m_folder) showChosen();
}

void RunsWorkspace::setDetails(const RunDetails& details) {
  m_specs[details.folder] = details.spec;
  if (page() == kCompare) showComparison();
  if (details.folder != m_folder) return;
  m_facts->setDetails(details);
  m_spec->setSpec(details.spec, details.spec_problem);
  if (m_log->toPlainText() == details.log_tail) return;
  const bool atEnd = m_log->verticalScrollBar()->value() >= m_log->verticalScrollBar()->maximum() - 1;
  m_log->setPlainText(details.log_tail);
  if (atEnd) m_log->verticalScrollBar()->setValue(m_log->verticalScrollBar()->maximum());
}

void RunsWorkspace::setRunStatus(const QString& folder, const RunStatus& status, RunLiveness liveness) {
  if (folder == m_folder) m_strip->setStatus(status, liveness, m_model->secondsLeft(folder));
}

void RunsWorkspace::setRequestWritten(const QString& request, const QString& id, const QDateTime& asked) {
  m_strip->setRequest(request, id, asked);
}

void RunsWorkspace::setDeleted(const QStringList& titles, std::uintmax_t bytes) { m_trash->setDeleted(titles, bytes); }
void RunsWorkspace::setTrash(int runs, std::uintmax_t bytes) { m_trash->setTrash(runs, bytes); }
void RunsWorkspace::highlight(const QString& folder) { m_model->setHighlighted(folder); }
void RunsWorkspace::select(QString folder) {
  m_wanted = m_model->rowOf(folder) ? QString() : folder;
  m_table->select(folder);
}

void RunsWorkspace::showPage(Page page) { m_tabs->setCurrentIndex(page); }
bool RunsWorkspace::showPage(const QString& name) { return showTab(*m_tabs, name); }
RunsWorkspace::Page RunsWorkspace::page() const { return static_cast<Page>(m_tabs->currentIndex()); }
QUndoStack& RunsWorkspace::undoStack() const { return m_launch->undoStack(); }

void RunsWorkspace::showTraining(const TrainingRequest& request) {
  m_launch->training().setRequest(request);
  m_launch->showTraining();
  showPage(kNewRun);
}

void RunsWorkspace::showEvaluation(const EvaluationRequest& request) {
  m_launch->evaluation().setRequest(request);
  m_launch->showEvaluation();
  showPage(kNewRun);
}

void RunsWorkspace::choose(const QString& folder) {
  if (folder == m_folder) return;
  m_folder = folder;
  if (!folder.isEmpty()) m_wanted.clear();
  m_strip->showIdle(folder.isEmpty() ? tr("No run is chosen.") : QString());
  m_log->clear();
  m_spec->setSpec(m_specs.value(folder));
  showChosen();
  Q_EMIT runChosen(folder);
}

void RunsWorkspace::showChosen() {
  const RunRow* row = m_model->rowOf(m_folder);
  m_title->setText(row ? m_model->titleOf(m_folder) : tr("Choose a run in the table"));
  m_title->setToolTip(m_folder);
  m_facts->setRun(row, m_model->digestOf(m_folder));
  if (row && row->entry.status && row->entry.problem.empty()) {
    setRunStatus(m_folder, *row->entry.status, row->liveness);
  } else if (row) {
    m_strip->showIdle(QString::fromStdString(row->entry.problem));
  }
  std::vector<const RunRow*> selected;
  for (const QString& folder : m_table->selectedFolders()) {
    if (const RunRow* one = m_model->rowOf(folder)) selected.push_back(one);
  }
  m_actions->setRun(row, selected);
}

void RunsWorkspace::showSelection() {
  showChosen();
  QStringList unread;
  for (const QString& folder : m_table->selectedFolders()) {
    if (!m_specs.contains(folder)) unread << folder;
  }
  if (!unread.isEmpty()) Q_EMIT detailsWanted(unread);
  if (page() == kCompare) showComparison();
}

void RunsWorkspace::showComparison() {
  QStringList folders = m_table->selectedFolders();
  if (folders.size() < 2) folders = m_model->ticked();  // the runs whose curves are laid over each other
  std::vector<ComparedRun> runs;
  const bool dark = palette().color(QPalette::Base).lightness() < 128;
  for (const QString& folder : folders) {
    const RunRow* row = m_model->rowOf(folder);
    if (!row) continue;
    const bool ticked = m_model->ticked().contains(folder);
    const int colour = ticked ? m_model->colours().knownIndex(folder) : -1;
    runs.push_back({folder, m_model->titleOf(folder), colour < 0 ? QColor() : QColor(runColourName(colour, dark)),
                    m_specs.value(folder), m_model->digestOf(folder), livenessWord(row->liveness)});
  }
  m_comparison->setRuns(runs);
}

void RunsWorkspace::showQueue() {
  std::vector<QueuedRun> waiting;
  QStringList busy;
  for (const RunRow& row : m_model->shownRows()) {
    const bool here = row.entry.status && row.entry.status->host == hostName();
    const bool takesDevice = row.entry.verb == "train" || row.entry.verb == "evaluate";
    const bool works = row.isActive() && row.liveness != RunLiveness::Queued;
    if (here && takesDevice && works) busy << m_model->titleOf(row.folder());
  }
  for (const RunRow& row : m_model->shownRows()) {
    const RunDigest& digest = m_model->digestOf(row.folder());
    if (digest.continues && canGoOn(row.liveness)) {
      const bool here = digest.continues->host == hostName();
      const QString other = tr("the window on %1").arg(QString::fromStdString(digest.continues->host));
      const QString turn = busy.isEmpty() ? tr("its turn") : tr("%1 to end").arg(busy.join(QStringLiteral(", ")));
      waiting.push_back({row.folder(), tr("%1 (goes on)").arg(m_model->titleOf(row.folder())),
                         QString::fromStdString(digest.continues->device), here ? turn : other,
                         digest.continues->position});
    }
    if (row.liveness != RunLiveness::Queued || !digest.launch || !digest.waits) continue;
    const std::string& place = digest.launch->run_on.empty() ? digest.launch->device : digest.launch->run_on;
    waiting.push_back({row.folder(), m_model->titleOf(row.folder()), QString::fromStdString(place),
                       waitsFor(digest, busy.join(QStringLiteral(", "))), digest.launch->position});
  }
  m_queue->setRuns(std::move(waiting));
}

void RunsWorkspace::showNetworks() {
  std::vector<std::pair<QString, QString>> networks;
  for (const RunRow& row : m_model->shownRows()) {
    const bool validated = m_model->digestOf(row.folder()).hasErrors();
    if (row.entry.verb == "train" && validated) networks.emplace_back(m_model->titleOf(row.folder()), row.folder());
  }
  m_launch->evaluation().setNetworks(networks);
}

void RunsWorkspace::setUpEvaluation() {
  EvaluationRequest request = m_launch->evaluation().request();
  if (!request.same_as.isEmpty()) {  // a chain was to be tried on chosen images: none of that is meant here
    request.same_as.clear();
    request.parent.clear();
    request.stages.clear();
    request.methods.clear();
    request.spec.images.clear();
  }
  request.network = m_folder;
  request.name = m_model->titleOf(m_folder);
  showEvaluation(request);
}

void RunsWorkspace::deleteSelected() {
  const QStringList folders = m_table->selectedFolders();
  if (!folders.isEmpty() && m_actions->action("deleteRun")->isEnabled()) Q_EMIT deleteRequested(folders);
}

}  // namespace ptycho
