#pragma once

#include <utility>

#include "core/base/image.h"

namespace ptycho {

/// An object without a truth: |O| and arg(O·e^{−iθ}), θ = arg Σ O.
struct AmplitudeAndPhase {
  RealImage amplitude, phase;
};
[[nodiscard]] AmplitudeAndPhase withoutMeanPhase(const ComplexImage& object);

/// The robust range of a picture (0.35 % cut on each side); opened a little when it is flat.
[[nodiscard]] std::pair<double, double> robustRange(const RealImage& picture);
/// ± the magnitude that 0.35 % of the pixels exceed.
[[nodiscard]] std::pair<double, double> symmetricRange(const RealImage& error);
/// A phase over this range is to be shown on a cyclic map.
[[nodiscard]] bool isWrapped(std::pair<double, double> phase_range);

}  // namespace ptycho
