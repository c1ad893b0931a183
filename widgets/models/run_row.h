#pragma once

#include <QDateTime>
#include <QString>

#include "core/store/run_folder.h"

namespace ptycho {

/// One run as lists show it.
struct RunRow {
  RunEntry entry;
  RunLiveness liveness = RunLiveness::Queued;

  [[nodiscard]] QString folder() const { return QString::fromStdString(entry.folder.string()); }
  [[nodiscard]] QString title() const;    ///< the name without date and verb in front
  [[nodiscard]] bool isActive() const;    ///< queued, running, stuck, paused or stopping
  [[nodiscard]] double progress() const;  ///< 0 … 1; 0 when unknown
  /// Why it cannot go on from a checkpoint, in one sentence; empty when it can. Looks into the folder.
  [[nodiscard]] QString resumeObstacle() const;
};

/// livenessWord(), and what has ended a run before its time: "stopped · Ctrl+C", "done · time budget"; "unreadable".
[[nodiscard]] QString stateWord(const RunRow& row);
/// The words for what a watcher concludes, and one sentence that explains them.
[[nodiscard]] QString livenessWord(RunLiveness liveness);
[[nodiscard]] QString livenessHelp(RunLiveness liveness);
/// "1 run", "12 runs".
[[nodiscard]] QString runsText(qsizetype count);
/// "14:05" today, "3 Nov 14:05" on another day.
[[nodiscard]] QString shortTime(const QDateTime& time);
/// "45 s", "3 min 20 s", "2 h 5 min".
[[nodiscard]] QString durationText(double seconds);

}  // namespace ptycho
