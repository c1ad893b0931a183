#include "widgets/kit/raster/color_map.h"

#include <string_view>

#include <QCoreApplication>

#include "widgets/kit/raster/diverging_color.h"

namespace ptycho {

namespace {

// Six hexadecimal digits a colour, 256 colours.
constexpr std::string_view kViridis =
#include "resources/colormaps/viridis.inc"
    ;
constexpr std::string_view kCividis =
#include "resources/colormaps/cividis.inc"
    ;
constexpr std::string_view kInferno =
#include "resources/colormaps/inferno.inc"
    ;
constexpr std::string_view kTwilight =
#include "resources/colormaps/twilight.inc"
    ;
static_assert(kViridis.size() == 256 * 6 && kCividis.size() == 256 * 6);
static_assert(kInferno.size() == 256 * 6 && kTwilight.size() == 256 * 6);

constexpr unsigned hexDigit(char c) { return c <= '9' ? unsigned(c - '0') : unsigned(c - 'a' + 10); }

ColorTable fromHex(std::string_view text) {
  ColorTable table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    unsigned rgb = 0;
    for (std::size_t k = 0; k < 6; ++k) rgb = rgb << 4 | hexDigit(text[6 * i + k]);
    table[i] = 0xff000000u | rgb;
  }
  return table;
}

template <class Formula>
ColorTable fromFormula(Formula colorOf) {
  ColorTable table{};
  for (int i = 0; i < 256; ++i) table[std::size_t(i)] = colorOf(i);
  return table;
}

}  // namespace

const ColorTable& colorTable(ColorMap map) {
  static const ColorTable gray = fromFormula([](int i) { return qRgb(i, i, i); });
  static const ColorTable invertedGray = fromFormula([](int i) { return qRgb(255 - i, 255 - i, 255 - i); });
  static const ColorTable viridis = fromHex(kViridis);
  static const ColorTable cividis = fromHex(kCividis);
  static const ColorTable inferno = fromHex(kInferno);
  static const ColorTable twilight = fromHex(kTwilight);
  static const ColorTable coolwarm = fromFormula([](int i) { return coolwarmColor(i / 255.0); });
  switch (map) {
    case ColorMap::Gray: return gray;
    case ColorMap::Viridis: return viridis;
    case ColorMap::Cividis: return cividis;
    case ColorMap::Inferno: return inferno;
    case ColorMap::InvertedGray: return invertedGray;
    case ColorMap::Twilight: return twilight;
    case ColorMap::Coolwarm: return coolwarm;
  }
  return gray;
}

QString colorMapName(ColorMap map) {
  switch (map) {
    case ColorMap::Gray: return QCoreApplication::translate("ptycho", "grey");
    case ColorMap::Viridis: return QStringLiteral("viridis");
    case ColorMap::Cividis: return QStringLiteral("cividis");
    case ColorMap::Inferno: return QStringLiteral("inferno");
    case ColorMap::InvertedGray: return QCoreApplication::translate("ptycho", "grey, inverted");
    case ColorMap::Twilight: return QStringLiteral("twilight");
    case ColorMap::Coolwarm: return QCoreApplication::translate("ptycho", "coolwarm");
  }
  return {};
}

bool isCyclic(ColorMap map) { return map == ColorMap::Twilight; }

bool isDiverging(ColorMap map) { return map == ColorMap::Coolwarm; }

ColorMap permittedMap(ColorMap wanted, bool wrappedPhase) {
  return isCyclic(wanted) && !wrappedPhase ? ColorMap::Viridis : wanted;
}

}  // namespace ptycho
