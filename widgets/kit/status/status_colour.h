#pragma once

#include <QColor>
#include <QPalette>

#include "core/store/run_folder.h"

namespace ptycho {

/// What a colour says, whatever the theme. Words always stand beside the colour.
enum class Signal { Quiet, Active, Good, Caution, Bad };

[[nodiscard]] QColor signalColour(Signal signal, const QPalette& palette);
[[nodiscard]] Signal signalOf(RunLiveness liveness);

}  // namespace ptycho
