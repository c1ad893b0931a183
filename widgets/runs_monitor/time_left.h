#pragma once

#include <optional>
#include <vector>

#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {

/// Seconds until a training ends: steps left × seconds a step over the last five minutes of compute time since the last
/// resume, at most what its time limit leaves, and the validations on the way × the mean duration of those so far.
/// Nothing before two records since the resume, or where the specification is unknown.
[[nodiscard]] std::optional<double> timeLeft_s(const MonitoredRun& run);
/// "a: about 12 min 3 s left (step 500 of 2000)" for each visible run that is running; empty: none.
[[nodiscard]] QString timeLeftText(const std::vector<MonitoredRun>& runs);

}  // namespace ptycho
