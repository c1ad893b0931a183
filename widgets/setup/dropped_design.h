#pragma once

#include <QString>

#include "core/simulate/simulate.h"

namespace ptycho {

/// The design with a file that somebody dropped on it: a folder or a picture becomes the object's source; an
/// acquisition of ours gives probe, positions and (when it is inside) the object; any other file is taken for an
/// object array, and what is wrong with it is said when it is read.
[[nodiscard]] SimulationSpec withDroppedFile(const SimulationSpec& spec, const QString& file);

/// Whether a dropped file is something for a design (a folder, a picture, a file of ours) and not measured data of
/// another program.
[[nodiscard]] bool isDesignSource(const QString& file);

}  // namespace ptycho
