#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <QRgb>
#include <QString>

#include "core/base/image.h"
#include "widgets/kit/raster/color_map.h"
#include "widgets/kit/raster/norm.h"

namespace ptycho {

/// What a pixel is to the display. Everything but Value has a colour of its own, explained under the colour bar.
enum class PixelKind : std::uint8_t { Value, Zero, Negative, NotANumber, Masked, Saturated };
constexpr int kPixelKinds = 6;

/// "masked", "NaN", … for the legend and the read-out; empty for Value.
[[nodiscard]] QString pixelKindName(PixelKind kind);
/// Masked, NaN and saturated pixels say nothing about the value: averages leave them out.
[[nodiscard]] constexpr bool isExcluded(PixelKind kind) { return kind >= PixelKind::NotANumber; }

/// Colours of a real picture: a map, a scale and the kinds of pixels that the scale cannot place. On a log scale
/// zero and negative values are kinds of their own; zero lies beyond the low end of the map (darker than one count).
class PixelColors {
 public:
  PixelColors() = default;
  /// @param saturation  values at or above are saturated; 0 when unknown. Plus infinity always is.
  PixelColors(ColorMap map, const ValueScale& scale, double saturation = 0);

  [[nodiscard]] PixelKind kind(float value, bool masked) const;
  [[nodiscard]] QRgb color(float value) const;
  [[nodiscard]] QRgb color(PixelKind kind) const;
  /// The colour of a place on the colour bar, 0 to 1.
  [[nodiscard]] QRgb colorAt(double place) const;

  [[nodiscard]] ColorMap map() const { return m_map; }
  [[nodiscard]] const ValueScale& scale() const { return m_scale; }

 private:
  ColorMap m_map = ColorMap::Gray;
  ValueScale m_scale;
  double m_saturation = 0;
  const ColorTable* m_table = &colorTable(ColorMap::Gray);
  double m_firstIndex = 0;
  bool m_straight = false;  ///< linear and not periodic: the index follows by one product
  double m_perValue = 0;
};

// Called for every pixel, so inline.
inline PixelKind PixelColors::kind(float value, bool masked) const {
  if (masked) return PixelKind::Masked;
  if (!std::isfinite(value)) return value > 0 ? PixelKind::Saturated : PixelKind::NotANumber;
  if (m_saturation > 0 && value >= m_saturation) return PixelKind::Saturated;
  if (value <= 0) {
    if (m_scale.norm() == Norm::Log) return value < 0 ? PixelKind::Negative : PixelKind::Zero;
    if (m_scale.norm() == Norm::SquareRoot && value < 0) return PixelKind::Negative;
  }
  return PixelKind::Value;
}

inline QRgb PixelColors::color(float value) const {
  if (!m_straight) return colorAt(m_scale.place(value));
  return (*m_table)[std::size_t(std::clamp((value - m_scale.low()) * m_perValue + 0.5, 0.0, 255.0))];
}

/// The kinds other than Value that occur in a picture, in the order of the enum.
[[nodiscard]] std::vector<PixelKind> occurringKinds(const RealImage& picture, const MaskImage* mask,
                                                    const PixelColors& colors);

}  // namespace ptycho
