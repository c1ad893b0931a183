#pragma once

#include <QPainter>

#include "widgets/kit/figure/figure_layout.h"

namespace ptycho {

/// How pictures go onto the page: at the resolution of the device, or one sample a pixel for the device to scale.
enum class PictureMode { Resampled, Unscaled };

void paintFigure(QPainter& painter, const FigureSpec& spec, const FigureLayout& layout, PictureMode mode);

}  // namespace ptycho
