#pragma once

#include <functional>
#include <vector>

#include <QSet>
#include <QStringList>

#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

namespace ptycho {

/// Whose turn it is: of the runs that wait for this computer the first for each device that nothing works on.
struct QueueTurns {
  QStringList start;  ///< folders, at most one for each device
  QStringList busy;   ///< devices that something works on or is about to
};

/// A training or an evaluation keeps its device until it has ended, also when paused; so does whatever came from the
/// queue. A run that has ended and waits to go on takes its turn among those that have not begun. Runs of other
/// computers count for nothing here.
/// @param digestOf    null where nothing is known yet: such a run is not started
/// @param starting    folders whose process has been started and not yet shown itself
/// @param autoDevice  what "auto" means on this computer
[[nodiscard]] QueueTurns queueTurns(const std::vector<RunRow>& rows,
                                    const std::function<const RunDigest*(const QString&)>& digestOf,
                                    const QSet<QString>& starting, const QString& autoDevice);

/// Stopped, failed or lost: it can be continued in its folder.
[[nodiscard]] bool canGoOn(RunLiveness liveness);
/// What the run works on, and whether it keeps that for itself.
[[nodiscard]] QString deviceOfRun(const RunDigest* digest, const QString& autoDevice);
[[nodiscard]] bool takesDevice(const RunRow& row, const RunDigest* digest);

/// "cuda:0" where there is a graphics card that CUDA can use, else "cpu".
[[nodiscard]] QString deviceOfThisComputer();

}  // namespace ptycho
