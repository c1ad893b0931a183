#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho {

enum class FilterDirection { Forward, Adjoint };

/// values[i] *= filter[i], or conj(filter[i])
void multiplyBy(const Complex* filter, FilterDirection direction, Complex* values, std::size_t count);

}  // namespace ptycho
