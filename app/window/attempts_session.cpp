#include "app/window/attempts_session.h"

#include <QtConcurrent>

#include "core/store/run_folder.h"
#include "core/store/run_notes.h"
#include "widgets/models/core_text.h"
#include "widgets/reconstruct/attempts_model.h"
#include "widgets/reconstruct/attempts_panel.h"
#include "widgets/reconstruct/other_attempt.h"
#include "widgets/reconstruct/reconstruct_workspace.h"

namespace ptycho {
namespace {

QString outcomeOf(const QString& name, const ObjectError& difference) {
  return AttemptsSession::tr("%1, aligned with the run that is shown, differs from it by %2 in amplitude and %3 in phase "
                             "(NRMSE of the lit part).")
      .arg(name)
      .arg(difference.amplitude_nrmse, 0, 'f', 4)
      .arg(difference.phase_nrmse, 0, 'f', 4);
}

}  // namespace

AttemptsSession::AttemptsSession(ReconstructWorkspace& workspace, QObject* parent)
    : QObject(parent), m_workspace(workspace) {
  m_one.setMaxThreadCount(1);
  AttemptsPanel& panel = m_workspace.attempts();
  connect(&panel, &AttemptsPanel::compareRequested, this, &AttemptsSession::compare);
  connect(&panel, &AttemptsPanel::noteWritten, this, &AttemptsSession::writeNote);
}

void AttemptsSession::setRunRows(const std::vector<RunRow>& rows) {
  m_ended.clear();
  for (const RunRow& row : rows) {
    if (row.entry.verb == "reconstruct" && row.entry.problem.empty() && !row.isActive()) m_ended.push_back(row.folder());
  }
  look();
}

void AttemptsSession::setScan(const QString& acquisition) {
  const QString scan = acquisition.isEmpty() ? QString() : scanIdentity(acquisition);
  if (scan == m_scan) return;
  m_scan = scan;
  look();
}

void AttemptsSession::look() {
  if (m_scan.isEmpty()) return m_workspace.attempts().setAttempts({});
  m_again = m_reading > 0;
  if (m_again) return;
  ++m_reading;
  QtConcurrent::run(&m_one, [reader = m_reader, folders = m_ended, scan = m_scan] {
    return reader->read(folders, scan);
  }).then(this, [this, scan = m_scan](const std::vector<Attempt>& attempts) {
    --m_reading;
    if (scan == m_scan) m_workspace.attempts().setAttempts(attempts);
    if (m_again) look();
  });
}

void AttemptsSession::compare(const QString& folder) {
  const std::shared_ptr<const ResultRecord> shown = m_workspace.result();
  const Attempt* attempt = m_workspace.attempts().model().attemptOf(folder);
  if (!shown || !attempt) return m_workspace.setOther(nullptr, {});
  m_workspace.attempts().setCompared(folder, tr("Reading …"));
  QtConcurrent::run([shown, folder]() -> Result<AlignedPictures> {
    PTYCHO_TRY(const ResultRecord other, readResult(std::filesystem::path(folder.toStdString()) / run_file::kResult));
    return compareAttempts(*shown, other);
  }).then(this, [this, shown, attempt = *attempt](const Result<AlignedPictures>& pictures) {
    if (shown != m_workspace.result()) return;  // another run is shown meanwhile
    if (!pictures) {
      m_workspace.setOther(nullptr, {});
      return Q_EMIT errorFound(textOf(pictures.error()), {});
    }
    const QString name = m_workspace.attempts().model().distinctName(attempt.folder);
    const OtherAttempt other{attempt.folder, name, *pictures, seriesOf(attempt.history), attempt.halves};
    m_workspace.setOther(&other, outcomeOf(name, pictures->error));
  });
}

void AttemptsSession::writeNote(const QString& folder, const QString& note) {
  QtConcurrent::run(&m_one, [folder, note]() -> Result<void> {
    PTYCHO_TRY(RunNotes notes, readRunNotes(folder.toStdString()));
    notes.note = note.toStdString();
    return writeRunNotes(folder.toStdString(), notes);
  }).then(this, [this](const Result<void>& written) {
    if (!written) Q_EMIT errorFound(textOf(written.error()), {});
    look();
  });
}

}  // namespace ptycho
