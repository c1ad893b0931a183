#include "widgets/models/run_row.h"

#include <cmath>

#include <QCoreApplication>

namespace ptycho {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Runs", text); }

}  // namespace

QString RunRow::title() const {
  const QString name = QString::fromStdString(entry.name.empty() ? entry.folder.filename().string() : entry.name);
  const QString between = QStringLiteral("_%1_").arg(QString::fromStdString(entry.verb));
  const qsizetype place = name.indexOf(between);
  return place < 0 ? name : name.mid(place + between.size());
}

bool RunRow::isActive() const {
  return liveness == RunLiveness::Queued || liveness == RunLiveness::Running || liveness == RunLiveness::Stuck ||
         liveness == RunLiveness::Paused || liveness == RunLiveness::Stopping;
}

QString RunRow::resumeObstacle() const {
  if (!entry.problem.empty()) return tr("The run cannot be read.");
  if (entry.verb != "reconstruct" && entry.verb != "train" && entry.verb != "evaluate") {
    return tr("Only reconstructions, trainings and evaluations can go on.");
  }
  if (liveness == RunLiveness::Paused) return tr("It is paused; open it and press Resume there.");
  if (isActive()) return tr("It has not ended.");
  if (liveness == RunLiveness::Done) return tr("It is done; there is nothing left to do.");
  // A training without a checkpoint starts anew with the same numbers; an evaluation's images are in its events.
  if (entry.verb != "reconstruct") return {};
  std::error_code status;
  for (const char* name : {run_file::kCheckpoint, run_file::kPreviousCheckpoint}) {
    if (std::filesystem::exists(entry.folder / name, status)) return {};
  }
  return tr("It left no checkpoint to go on from.");
}

double RunRow::progress() const {
  if (!entry.status || entry.status->total <= 0) return 0;
  return static_cast<double>(entry.status->done) / static_cast<double>(entry.status->total);
}

QString stateWord(const RunRow& row) {
  if (!row.entry.problem.empty()) return tr("unreadable");
  const QString word = livenessWord(row.liveness);
  const bool ended = row.liveness == RunLiveness::Stopped || row.liveness == RunLiveness::Done;
  switch (ended && row.entry.status ? row.entry.status->stopped_by : StopCause::None) {
    case StopCause::Interrupt: return word + tr(" · Ctrl+C");
    case StopCause::Termination: return word + tr(" · terminated");
    case StopCause::TimeWarning: return word + tr(" · time limit");
    case StopCause::TimeBudget: return word + tr(" · time budget");
    case StopCause::Request:
    case StopCause::None: break;
  }
  return word;
}

QString livenessWord(RunLiveness liveness) { return tr(runLivenessName(liveness).c_str()); }

QString livenessHelp(RunLiveness liveness) {
  switch (liveness) {
    case RunLiveness::Queued: return tr("Waits to be started.");
    case RunLiveness::Running: return tr("Works and shows signs of life.");
    case RunLiveness::Stuck: return tr("The process is there, but its promised sign of life has not come.");
    case RunLiveness::Paused: return tr("Waits until it is resumed or stopped.");
    case RunLiveness::Stopping: return tr("Has been asked to stop and is saving what there is.");
    case RunLiveness::Done: return tr("Ended as asked; the result is in the folder.");
    case RunLiveness::Stopped:
      return tr("Ended early, on request or by a signal (Ctrl+C; a scheduler or a shutdown that terminates it or warns "
                "of its time limit); what there was has been kept.");
    case RunLiveness::Failed: return tr("Ended with an error.");
    case RunLiveness::Lost: return tr("The process is gone without saying why.");
  }
  return {};
}

QString runsText(qsizetype count) { return count == 1 ? tr("1 run") : tr("%1 runs").arg(count); }

QString shortTime(const QDateTime& time) {
  const bool today = time.date() == QDate::currentDate();
  return time.toString(today ? QStringLiteral("HH:mm") : QStringLiteral("d MMM HH:mm"));
}

QString durationText(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return QStringLiteral("–");
  if (seconds < 10) return tr("%1 s").arg(seconds, 0, 'f', 1);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return tr("%1 s").arg(whole);
  if (whole < 3600) return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

}  // namespace ptycho
