#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/image.h"

namespace ptycho {

/// A height field ready to draw: a grid of points with heights in 0 … 1 of the largest and a colour each.
struct SurfaceMesh {
  std::size_t rows = 0;
  std::size_t cols = 0;
  double stride_px = 1;                             ///< pixels between neighbours of the grid
  std::vector<float> height;                        ///< [rows · cols], 0 … 1
  std::vector<std::array<std::uint8_t, 3>> colour;  ///< [rows · cols] sRGB
  double low = 0;                                   ///< value at height 0
  double high = 1;                                  ///< value at height 1
  bool phase_colours = false;                       ///< colours mean phase (−π … π), else low … high
};

/// Height |P|, colour arg P; where |P| is below 2 % of its peak the colour fades to grey, for phase means little there.
[[nodiscard]] SurfaceMesh complexMesh(const ComplexImage& field);
/// Height and colour from the values, scaled from their minimum to their maximum.
[[nodiscard]] SurfaceMesh realMesh(const RealImage& values);

/// Cyclic colour of constant lightness (CIE LCh, L = 68) for a phase in rad; `chroma` 0 … 1 fades it to grey.
[[nodiscard]] std::array<std::uint8_t, 3> phaseColour(double phase_rad, double chroma = 1);
/// Sequential colour from dark blue to light yellow, lightness rising evenly, for t in 0 … 1.
[[nodiscard]] std::array<std::uint8_t, 3> valueColour(double t);

}  // namespace ptycho
