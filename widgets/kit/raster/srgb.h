#pragma once

#include <QRgb>

namespace ptycho {

/// sRGB transfer curve and its inverse (IEC 61966-2-1), values in [0, 1].
[[nodiscard]] double linearFromSrgb(double value);
[[nodiscard]] double srgbFromLinear(double value);
/// An opaque colour from linear-light sRGB primaries, clipped to the gamut.
[[nodiscard]] QRgb srgbColor(double red, double green, double blue);
/// Relative luminance of a colour (linear light), 0 black to 1 white.
[[nodiscard]] double luminance(QRgb color);

}  // namespace ptycho
