#pragma once

#include <cmath>
#include <numbers>

namespace ptycho {

/// arg(x + iy) in (−π, π] to 5e-12 rad (relative 2e-10 near 0), without branches and calls: loops over it vectorise,
/// those over std::atan2 do not. arg(0) is 0 whatever the signs of the zeros; not finite in gives NaN out.
///
/// Reduction to |t| ≤ tan(π/8): t = s/l with s the smaller and l the larger of |x|, |y|, or (s − l)/(s + l), which is
/// the tangent of the angle less π/4. There atan t = Σ_k 2(−1)^k q^{2k+1}/(2k+1)·T_{2k+1}(t/tan(π/8)) with
/// q = tan(π/16): seven terms, gathered below by powers of t.
[[gnu::always_inline]] inline double fastArgument(double x, double y) {
  constexpr double kPi = std::numbers::pi;
  constexpr double kTanEighth = std::numbers::sqrt2 - 1;
  const double ax = std::abs(x);
  const double ay = std::abs(y);
  const double large = ax > ay ? ax : ay;
  const double small = ax > ay ? ay : ax;
  const bool upper = small > kTanEighth * large;
  const double numerator = upper ? small - large : small;
  const double denominator = upper ? small + large : large;
  const double t = numerator / (denominator > 0 ? denominator : 1.0);
  const double t2 = t * t;
  double series = 0.045512817510059506;
  series = series * t2 - 0.08368934715989318;
  series = series * t2 + 0.11021714807652334;
  series = series * t2 - 0.14279648395433764;
  series = series * t2 + 0.19999786271743947;
  series = series * t2 - 0.33333329991220595;
  series = series * t2 + 0.9999999998482024;
  double angle = series * t + (upper ? kPi / 4 : 0.0);
  angle = ay > ax ? kPi / 2 - angle : angle;
  angle = x < 0 ? kPi - angle : angle;
  angle = y < 0 ? -angle : angle;
  // The comparisons above are all false for NaN; this puts it back.
  return angle + 0.0 * (x + y);
}

}  // namespace ptycho
