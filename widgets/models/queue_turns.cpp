#include "widgets/models/queue_turns.h"

#include <algorithm>

#include <QFile>

namespace ptycho {
namespace {

bool isHere(const std::string& host) {
  static const std::string here = hostName();
  return host == here;
}

}  // namespace

/// Long work that takes a device for itself.
bool takesDevice(const RunRow& row, const RunDigest* digest) {
  if (digest && digest->launch) return true;
  return row.entry.verb == "train" || row.entry.verb == "evaluate" || row.entry.verb == "study";
}

bool canGoOn(RunLiveness liveness) {
  return liveness == RunLiveness::Stopped || liveness == RunLiveness::Failed || liveness == RunLiveness::Lost;
}

QString deviceOfRun(const RunDigest* digest, const QString& autoDevice) {
  const QString device = digest ? QString::fromStdString(digest->device) : QString();
  return device.isEmpty() || device == QLatin1String("auto") ? autoDevice : device;
}

QueueTurns queueTurns(const std::vector<RunRow>& rows, const std::function<const RunDigest*(const QString&)>& digestOf,
                      const QSet<QString>& starting, const QString& autoDevice) {
  const auto deviceOf = [&](const RunDigest* digest) { return deviceOfRun(digest, autoDevice); };
  struct Waiting {
    double position;
    QString device;
    QString folder;
  };
  QueueTurns turns;
  std::vector<Waiting> waiting;
  for (const RunRow& row : rows) {
    if (!row.entry.problem.empty()) continue;
    const RunDigest* digest = digestOf(row.folder());
    if (!row.isActive()) {
      const bool waits = digest && digest->continues && canGoOn(row.liveness) && isHere(digest->continues->host);
      if (starting.contains(row.folder())) turns.busy << deviceOf(digest);
      else if (waits) waiting.push_back({digest->continues->position, deviceOf(digest), row.folder()});
      continue;
    }
    if (row.liveness != RunLiveness::Queued) {
      const bool here = row.entry.status && isHere(row.entry.status->host);
      if (here && takesDevice(row, digest)) turns.busy << deviceOf(digest);
      continue;
    }
    if (!digest || !digest->launch || !digest->launch->run_on.empty() || !isHere(digest->launch->host)) continue;
    // One that was taken and never began (its worker was killed at once) holds nothing.
    if (starting.contains(row.folder())) turns.busy << deviceOf(digest);
    else if (digest->waits) waiting.push_back({digest->launch->position, deviceOf(digest), row.folder()});
  }
  std::ranges::sort(waiting, {}, &Waiting::position);
  for (const Waiting& run : waiting) {
    if (turns.busy.contains(run.device)) continue;
    turns.start << run.folder;
    turns.busy << run.device;
  }
  turns.busy.removeDuplicates();
  return turns;
}

QString deviceOfThisComputer() {
  return QFile::exists(QStringLiteral("/dev/nvidia0")) ? QStringLiteral("cuda:0") : QStringLiteral("cpu");
}

}  // namespace ptycho
