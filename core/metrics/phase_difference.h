#pragma once

#include "core/metrics/fast_argument.h"

namespace ptycho {

/// δ = arg(Ô·e^{iθ}) − arg(O), wrapped into (−π, π], as arg(Ô·e^{iθ}·conj(O)). A value of exactly 0 has phase 0, as
/// everywhere in the project, so it stands in the product as 1.
/// @param er, ei        Ô
/// @param tr, ti        O
/// @param cosine, sine  of θ
[[gnu::always_inline]] inline double phaseDifference(double er, double ei, double tr, double ti, double cosine,
                                                     double sine) {
  const bool noEstimate = er * er + ei * ei == 0;
  const bool noTruth = tr * tr + ti * ti == 0;
  const double zr = noEstimate ? 1.0 : er * cosine - ei * sine;
  const double zi = noEstimate ? 0.0 : er * sine + ei * cosine;
  const double re = noTruth ? 1.0 : tr;
  return fastArgument(zr * re + zi * ti, zi * re - zr * ti);
}

}  // namespace ptycho
