#pragma once

#include <optional>
#include <vector>

#include "widgets/kit/image/picture_meaning.h"
#include "widgets/setup/evaluate_design.h"

namespace ptycho {

/// What is drawn over the object.
struct ScanMarks {
  bool order = true;       ///< a thin line from position to position, unless most of its steps are leaps
  bool windows = false;    ///< outline of every window; the shown position's is always there
  bool contours = true;    ///< probe outlines at 50 % and 90 % of the energy about the shown position
  bool margin = true;      ///< where the coverage falls to 10 % of its maximum
  std::size_t shown = 0;   ///< position in focus
  double diameter_px = 0;  ///< circle of this D about it and its nearest neighbour; 0 = none
};

/// Below this normalised overlap two positions have nothing to do with each other.
inline constexpr double kNoOverlap = 1e-3;

/// Centre of a window in image coordinates.
[[nodiscard]] QPointF windowCentre(const Scan& scan, std::size_t position);
/// The nearest other position; none for a single one.
[[nodiscard]] std::optional<std::size_t> nearestNeighbour(const Scan& scan, std::size_t position);
/// The position whose centre is nearest to a pixel, if it is within reach (a third of a step, at least 4 px).
[[nodiscard]] std::optional<std::size_t> positionNear(const DesignResults& design, QPointF pixel);

/// Colours tell the order from the first (blue) to the last (yellow); red has no overlap with any other; the weakest
/// overlap has an amber ring.
[[nodiscard]] std::vector<PictureOverlay> scanOverlays(const DesignResults& design, const ScanMarks& marks);

}  // namespace ptycho
