#pragma once

#include <vector>

#include "app/window/tour.h"

namespace ptycho {

class MainWindow;

/// The workspaces in the order of the work, then how to find everything else.
[[nodiscard]] std::vector<TourStop> tourStops(MainWindow& window);

}  // namespace ptycho
