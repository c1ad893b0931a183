#pragma once

#include <vector>

#include "core/base/image.h"

namespace ptycho {

/// Radially averaged power spectrum of a picture with its mean removed and a Hann window on both axes.
/// Side must be a power of two. Element k belongs to k/side cycles per pixel, 0 < k < side/2.
std::vector<double> radialPower(const RealImage& picture);

/// Slope of log(power) against log(frequency) by least squares over elements first … last.
double logLogSlope(const std::vector<double>& power, std::size_t first, std::size_t last);

}  // namespace ptycho
