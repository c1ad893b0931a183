#pragma once

#include <vector>

namespace ptycho {

/// Exponential moving average over the places x (steps), of the straight lines between the samples:
///   s(x) = ∫ y(t)·exp(−(x−t)/ℓ) dt / ∫ exp(−(x−t)/ℓ) dt,  t from the first sample to x,
/// taken at the samples. The division makes it free of bias at the start. Because it weighs by distance and not by
/// sample, the same curve logged every step and every tenth step is smoothed alike; a constant stays constant, two
/// points stay within their values. Not a number and infinities are passed over: the average goes on after them, and
/// in their place holds its last value.
/// @param x       ascending
/// @param length  ℓ in units of x; 0: the values themselves
/// @return        as long as y; not a number before the first finite value
[[nodiscard]] std::vector<double> smoothedCurve(const std::vector<double>& x, const std::vector<double>& y,
                                                double length);

/// ℓ for the slider's weight w of 0 … 0.999: as if the weight w were left after 1/250 of the span,
/// ℓ = −span/250 / ln w.
/// The span is that of the longest curve shown, so that curves over each other are smoothed alike.
[[nodiscard]] double smoothingLength(double weight, double span);

/// The next power of 1.05, so that a length made from the span of a growing run changes seldom.
[[nodiscard]] double roundedUpSpan(double span);

}  // namespace ptycho
