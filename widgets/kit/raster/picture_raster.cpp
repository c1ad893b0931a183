#include "widgets/kit/raster/picture_raster.h"

#include <cmath>

#include "widgets/kit/raster/complex_color.h"
#include "widgets/kit/raster/window_sampling.h"

namespace ptycho {

namespace {

/// Colours of complex pixels, with the interface of PixelColors.
class ComplexPixelColors {
 public:
  explicit ComplexPixelColors(const ValueScale& amplitude) : m_real(ColorMap::Gray, amplitude) {}
  [[nodiscard]] PixelKind kind(Complex value, bool masked) const {
    return masked || !std::isfinite(value.real()) || !std::isfinite(value.imag())
               ? m_real.kind(masked ? 0.f : NAN, masked)
               : PixelKind::Value;
  }
  [[nodiscard]] QRgb color(Complex value) const {
    // Amplitudes of pictures are far from overflow: no need for the care of std::abs.
    const float amplitude = std::sqrt(value.real() * value.real() + value.imag() * value.imag());
    return complexColor(m_real.scale().place(amplitude), std::atan2(value.imag(), value.real()));
  }
  [[nodiscard]] QRgb color(PixelKind kind) const { return m_real.color(kind); }

 private:
  PixelColors m_real;
};

RasterWindow wholePicture(const auto& picture) { return {0, 0, 1, int(picture.cols()), int(picture.rows())}; }

}  // namespace

QImage rasterPicture(const RealImage& picture, const MaskImage* mask, const PixelColors& colors,
                     const RasterWindow& window) {
  return detail::sampleWindow(picture, mask, colors, window);
}

QImage rasterComplex(const ComplexImage& picture, const MaskImage* mask, const ValueScale& amplitude,
                     const RasterWindow& window) {
  return detail::sampleWindow(picture, mask, ComplexPixelColors(amplitude), window);
}

QImage rasterUnscaled(const RealImage& picture, const MaskImage* mask, const PixelColors& colors) {
  return rasterPicture(picture, mask, colors, wholePicture(picture));
}

QImage rasterUnscaled(const ComplexImage& picture, const MaskImage* mask, const ValueScale& amplitude) {
  return rasterComplex(picture, mask, amplitude, wholePicture(picture));
}

}  // namespace ptycho
