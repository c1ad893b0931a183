#pragma once

#include <QRgb>

namespace ptycho {

/// Colour of a complex number: hue = phase, lightness = amplitude, in OKLab (B. Ottosson, 2020), so that equal
/// amplitudes look equally light whatever the phase. At each lightness the chroma is the largest that all hues have
/// in sRGB; zero amplitude is black.
/// @param place      amplitude on the colour bar, in [0, 1]
/// @param phase_rad  any angle (below a thousand turns); the colours repeat every 2π
[[nodiscard]] QRgb complexColor(double place, double phase_rad);

}  // namespace ptycho
