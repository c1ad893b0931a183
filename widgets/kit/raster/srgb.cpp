#include "widgets/kit/raster/srgb.h"

#include <algorithm>
#include <cmath>

namespace ptycho {

double linearFromSrgb(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double srgbFromLinear(double value) {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

QRgb srgbColor(double red, double green, double blue) {
  const auto byte = [](double v) { return int(std::lround(255 * srgbFromLinear(std::clamp(v, 0.0, 1.0)))); };
  return qRgb(byte(red), byte(green), byte(blue));
}

double luminance(QRgb color) {
  return 0.2126 * linearFromSrgb(qRed(color) / 255.0) + 0.7152 * linearFromSrgb(qGreen(color) / 255.0) +
         0.0722 * linearFromSrgb(qBlue(color) / 255.0);
}

}  // namespace ptycho
