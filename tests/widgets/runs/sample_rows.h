#pragma once

#include <string>

#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

namespace ptycho::test {

/// A run of the list that has no folder.
inline RunRow rowOf(const std::string& name, const std::string& verb, RunLiveness liveness,
                    std::int64_t modified_s = 0) {
  RunRow row;
  row.entry.folder = "/runs/" + name;
  row.entry.name = name;
  row.entry.verb = verb;
  row.entry.modified_s = modified_s;
  row.entry.status = RunStatus{};
  row.liveness = liveness;
  return row;
}

inline RunDigest digestOf(double amplitude, double phase, const std::vector<std::string>& tags = {}) {
  RunDigest digest;
  digest.amplitude_nrmse = amplitude;
  digest.phase_nrmse = phase;
  digest.error_step = 100;
  digest.notes.tags = tags;
  return digest;
}

/// One that waits in the queue of this computer.
inline RunDigest waitingDigest(double position) {
  RunDigest digest;
  RunLaunch launch;
  launch.device = "cpu";
  launch.host = hostName();
  launch.position = position;
  digest.device = "cpu";
  digest.launch = launch;
  digest.waits = true;
  return digest;
}

}  // namespace ptycho::test
