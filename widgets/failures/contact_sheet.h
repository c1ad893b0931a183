#pragma once

#include <vector>

#include "widgets/failures/picture_source.h"
#include "widgets/kit/figure/figure.h"

namespace ptycho {

/// Amplitude estimates (truths where nothing was kept) as a grid with names and errors, at most 60; the caption says
/// which, and how many were left out. Reads files: for a thread beside the window's.
[[nodiscard]] FigureSpec contactSheet(const PictureSource& source, const ImageTable& table,
                                      const std::vector<std::int64_t>& images, int method);

}  // namespace ptycho
