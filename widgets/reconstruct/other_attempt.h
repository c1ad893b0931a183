#pragma once

#include <optional>

#include <QString>

#include "core/metrics/metrics.h"
#include "widgets/models/event_series.h"

namespace ptycho {

/// An attempt that is laid beside the run that is shown.
struct OtherAttempt {
  QString folder;
  QString name;
  AlignedPictures pictures;  ///< the shown object as the estimate, this one in the place of the truth
  EventSeries series;        ///< its course
  std::optional<RingCorrelation> halves;
};

}  // namespace ptycho
