#pragma once

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
  [[nodiscard]] QRgb color(float value) const { return colorAt(m_scale.place(value)); }
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
};

/// The kinds other than Value that occur in a picture, in the order of the enum.
[[nodiscard]] std::vector<PixelKind> occurringKinds(const RealImage& picture, const MaskImage* mask,
                                                    const PixelColors& colors);

}  // namespace ptycho
