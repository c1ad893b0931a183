#pragma once

#include <QRgb>

namespace ptycho {

/// The cool-to-warm diverging map: blue (59, 76, 192) over a neutral grey to red (180, 4, 38), interpolated in Msh,
/// the polar form of CIELAB (K. Moreland, "Diverging Color Maps for Scientific Visualization", ISVC 2009).
/// @param place  in [0, 1]; 0.5 is the neutral grey
[[nodiscard]] QRgb coolwarmColor(double place);

}  // namespace ptycho
