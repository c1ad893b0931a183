#pragma once

#include <span>

namespace ptycho {

/// Where a function of one variable stops to fall, from its slopes: the first change of sign, found on the polynomial
/// through all given slopes. Where none changes, the last step.
/// @param steps   rising, the first is 0
/// @param slopes  the first is negative; same length
[[nodiscard]] double lineMinimum(std::span<const double> steps, std::span<const double> slopes);

}  // namespace ptycho
