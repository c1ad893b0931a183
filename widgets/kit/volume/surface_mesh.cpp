#include "widgets/kit/volume/surface_mesh.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ptycho {

namespace {

constexpr std::size_t kMaxSide = 256;
constexpr double kFaintShare = 0.02;

std::uint8_t encodeChannel(double linear) {
  const double c = std::clamp(linear, 0.0, 1.0);
  const double srgb = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(255 * srgb));
}

/// CIE LCh(ab), D65, to sRGB (CIE 15:2004; IEC 61966-2-1).
std::array<std::uint8_t, 3> fromLch(double lightness, double chroma, double hue_rad) {
  const double fy = (lightness + 16) / 116;
  const double fx = fy + chroma * std::cos(hue_rad) / 500;
  const double fz = fy - chroma * std::sin(hue_rad) / 200;
  const auto inverse = [](double f) { return f > 6.0 / 29 ? f * f * f : (f - 4.0 / 29) * 3 * 36 / 841; };
  const double x = 0.95047 * inverse(fx);
  const double y = inverse(fy);
  const double z = 1.08883 * inverse(fz);
  return {encodeChannel(3.2406 * x - 1.5372 * y - 0.4986 * z), encodeChannel(-0.9689 * x + 1.8758 * y + 0.0415 * z),
          encodeChannel(0.0557 * x - 0.2040 * y + 1.0570 * z)};
}

SurfaceMesh emptyGrid(std::size_t rows, std::size_t cols) {
  SurfaceMesh mesh;
  const std::size_t longest = std::max(rows, cols);
  const std::size_t stride = std::max<std::size_t>(1, (longest + kMaxSide - 1) / kMaxSide);
  mesh.rows = (rows + stride - 1) / stride;
  mesh.cols = (cols + stride - 1) / stride;
  mesh.stride_px = static_cast<double>(stride);
  mesh.height.resize(mesh.rows * mesh.cols);
  mesh.colour.resize(mesh.rows * mesh.cols);
  return mesh;
}

}  // namespace

std::array<std::uint8_t, 3> phaseColour(double phase_rad, double chroma) {
  return fromLch(68, 46 * std::clamp(chroma, 0.0, 1.0), phase_rad);
}

std::array<std::uint8_t, 3> valueColour(double t) {
  t = std::clamp(t, 0.0, 1.0);
  const double hue = (285 - 190 * t) * std::numbers::pi / 180;
  return fromLch(22 + 70 * t, 42 + 16 * t, hue);
}

SurfaceMesh complexMesh(const ComplexImage& field) {
  SurfaceMesh mesh = emptyGrid(field.rows(), field.cols());
  mesh.phase_colours = true;
  const auto stride = static_cast<std::size_t>(mesh.stride_px);
  float peak = 0;
  for (const Complex value : field) peak = std::max(peak, std::abs(value));
  mesh.high = peak > 0 ? peak : 1;
  for (std::size_t r = 0; r < mesh.rows; ++r) {
    for (std::size_t c = 0; c < mesh.cols; ++c) {
      const Complex value = field(r * stride, c * stride);
      const double share = std::abs(value) / mesh.high;
      mesh.height[r * mesh.cols + c] = static_cast<float>(share);
      mesh.colour[r * mesh.cols + c] = phaseColour(std::arg(value), share / kFaintShare);
    }
  }
  return mesh;
}

SurfaceMesh realMesh(const RealImage& values) {
  SurfaceMesh mesh = emptyGrid(values.rows(), values.cols());
  const auto stride = static_cast<std::size_t>(mesh.stride_px);
  double low = INFINITY;
  double high = -INFINITY;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min<double>(low, value);
    high = std::max<double>(high, value);
  }
  mesh.low = low <= high ? low : 0;
  mesh.high = high > mesh.low ? high : mesh.low + 1;
  for (std::size_t r = 0; r < mesh.rows; ++r) {
    for (std::size_t c = 0; c < mesh.cols; ++c) {
      const float value = values(r * stride, c * stride);
      const double share = std::isfinite(value) ? (value - mesh.low) / (mesh.high - mesh.low) : 0;
      mesh.height[r * mesh.cols + c] = static_cast<float>(share);
      mesh.colour[r * mesh.cols + c] = valueColour(share);
    }
  }
  return mesh;
}

}  // namespace ptycho
