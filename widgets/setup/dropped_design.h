#pragma once

#include <QString>

#include "core/simulate/simulate.h"

namespace ptycho {

/// The design with a file that somebody dropped on it: a folder or a picture becomes the object's source; an
/// acquisition of ours gives probe, positions and (when it is inside) the object; any other file is taken for an
/// object array, and what is wrong with it is said when it is read.
[[nodiscard]] SimulationSpec withDroppedFile(const SimulationSpec& spec, const QString& file);

/// Whether it is a folder or, by its name, a picture.
[[nodiscard]] bool isPhotoSource(const QString& file);

}  // namespace ptycho
