#pragma once

#include "core/store/result_file.h"
#include "widgets/kit/figure/figure.h"

namespace ptycho {

/// The figure of a result with its caption and recipe: the same bytes from the window and from the command line.
[[nodiscard]] FigureSpec resultFigure(const ResultRecord& record);

}  // namespace ptycho
