#include "widgets/kit/raster/diverging_color.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/kit/raster/srgb.h"

namespace ptycho {

namespace {

using Triple = std::array<double, 3>;
constexpr Triple kWhite{0.95047, 1.0, 1.08883};  // D65

double labCurve(double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116.0; }
double labCurveInverse(double f) { return f > 0.206893 ? f * f * f : (f - 16.0 / 116.0) / 7.787; }

/// Msh of an sRGB colour: magnitude, saturation angle and hue of its CIELAB vector.
Triple mshFromRgb(int red, int green, int blue) {
  const double r = linearFromSrgb(red / 255.0), g = linearFromSrgb(green / 255.0), b = linearFromSrgb(blue / 255.0);
  const double x = labCurve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / kWhite[0]);
  const double y = labCurve((0.2126729 * r + 0.7151522 * g + 0.0721750 * b) / kWhite[1]);
  const double z = labCurve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / kWhite[2]);
  const double l = 116 * y - 16, a = 500 * (x - y), c = 200 * (y - z);
  const double m = std::sqrt(l * l + a * a + c * c);
  return {m, std::acos(l / m), std::atan2(c, a)};
}

QRgb rgbFromMsh(const Triple& msh) {
  const double l = msh[0] * std::cos(msh[1]);
  const double a = msh[0] * std::sin(msh[1]) * std::cos(msh[2]);
  const double c = msh[0] * std::sin(msh[1]) * std::sin(msh[2]);
  const double fy = (l + 16) / 116;
  const double x = kWhite[0] * labCurveInverse(fy + a / 500);
  const double y = kWhite[1] * labCurveInverse(fy);
  const double z = kWhite[2] * labCurveInverse(fy - c / 200);
  return srgbColor(3.2404542 * x - 1.5371385 * y - 0.4985314 * z, -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
                   0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
}

/// The hue at which an end colour meets the neutral middle of greater magnitude, so that the
/// saturation falls evenly (equation for the hue spin in the paper).
double spunHue(const Triple& end, double middle) {
  if (end[0] >= middle) return end[2];
  const double spin = end[1] * std::sqrt(middle * middle - end[0] * end[0]) / (end[0] * std::sin(end[1]));
  return end[2] > -M_PI / 3 ? end[2] + spin : end[2] - spin;
}

}  // namespace

QRgb coolwarmColor(double place) {
  static const Triple cool = mshFromRgb(59, 76, 192);
  static const Triple warm = mshFromRgb(180, 4, 38);
  static const double middle = std::max({cool[0], warm[0], 88.0});
  const bool lower = place < 0.5;
  const Triple& end = lower ? cool : warm;
  const double t = std::abs(2 * std::clamp(place, 0.0, 1.0) - 1);  // 0 at the neutral middle, 1 at the end
  const double neutralHue = spunHue(end, middle);
  return rgbFromMsh({middle + t * (end[0] - middle), t * end[1], neutralHue + t * (end[2] - neutralHue)});
}

}  // namespace ptycho
