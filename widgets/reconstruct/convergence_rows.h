#pragma once

#include <utility>
#include <vector>

#include <QString>

#include "widgets/models/event_series.h"

namespace ptycho {

/// What of the events of a run is drawn as curves, and what is marked beside them.
struct ConvergenceRows {
  std::vector<std::size_t> rows;    ///< of records, in order; those that a resumed run did over again are left out
  std::vector<std::size_t> breaks;  ///< places in `rows` where another start begins
  std::vector<std::pair<std::size_t, QString>> marks;  ///< places in `rows`, ascending, with a word

  /// A column of the series at `rows`.
  [[nodiscard]] std::vector<double> pick(const std::vector<double>& column) const;
};

/// Records are the events without the field "event". Marked are: "dm → awf" at the end of a stage, "→ start 2" where
/// another start begins, "stalled" where a stage made no progress ("stalled, anew" when its engine then started from a
/// shaken object), "resumed" where a lost run went on from a checkpoint before its last record.
[[nodiscard]] ConvergenceRows convergenceRows(const EventSeries& series);

}  // namespace ptycho
