#pragma once

#include "widgets/kit/image/picture_meaning.h"

namespace ptycho {

/// The pictures of a complex object, and how they are shown wherever they are shown.

[[nodiscard]] PictureMeaning amplitudeMeaning(const QString& title, const DisplayLimits& limits, double pixel_m);
/// Sequential while the phase stays in less than half a turn or does not wrap, cyclic when it does.
[[nodiscard]] PictureMeaning phaseMeaning(const QString& title, const DisplayLimits& limits, double pixel_m,
                                          bool unwrapped = false);
/// A signed difference: diverging colours.
[[nodiscard]] PictureMeaning errorMeaning(const QString& title, const QString& quantity, const QString& unit,
                                          const DisplayLimits& limits, double pixel_m);

}  // namespace ptycho
