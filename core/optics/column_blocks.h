#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho {

// Some columns of a window, as the lines of a block that follow one another, and back: what a transform along columns
// would do itself, but four by four numbers in registers, so that it takes and gives contiguous lines.

/// block[k·side + r] = columns[r·stride + k] for r < side, k < lines
/// @param stride  complex numbers from one row of the window to the next
void columnsToLines(const Complex* columns, std::size_t stride, std::size_t side, std::size_t lines, Complex* block);

/// columns[r·stride + k] = block[k·side + r]
void linesToColumns(const Complex* block, std::size_t side, std::size_t lines, Complex* columns, std::size_t stride);

}  // namespace ptycho
