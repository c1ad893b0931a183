#include "widgets/kit/raster/pixel_color.h"

#include <array>

#include <QCoreApplication>

namespace ptycho {

namespace {

/// On a log scale the first colours of the table stay free, so that black can mean zero even in a grey map.
constexpr double kLogFirstIndex = 26;

}  // namespace

QString pixelKindName(PixelKind kind) {
  switch (kind) {
    case PixelKind::Value: return {};
    case PixelKind::Zero: return QStringLiteral("0");
    case PixelKind::Negative: return QStringLiteral("< 0");
    case PixelKind::NotANumber: return QStringLiteral("NaN");
    case PixelKind::Masked: return QCoreApplication::translate("ptycho", "masked");
    case PixelKind::Saturated: return QCoreApplication::translate("ptycho", "saturated");
  }
  return {};
}

PixelColors::PixelColors(ColorMap map, const ValueScale& scale, double saturation)
    : m_map(map),
      m_scale(scale),
      m_saturation(saturation),
      m_table(&colorTable(map)),
      m_firstIndex(scale.norm() == Norm::Log ? kLogFirstIndex : 0),
      m_straight(scale.norm() == Norm::Linear && !scale.periodic()),
      m_perValue(255 / (scale.high() - scale.low())) {}

QRgb PixelColors::color(PixelKind kind) const {
  switch (kind) {
    case PixelKind::Value: break;
    case PixelKind::Zero: return m_map == ColorMap::InvertedGray ? qRgb(255, 255, 255) : qRgb(0, 0, 0);
    case PixelKind::Negative: return qRgb(0, 172, 238);
    case PixelKind::NotANumber: return qRgb(196, 30, 92);
    case PixelKind::Masked: return qRgb(92, 112, 132);
    case PixelKind::Saturated: return qRgb(255, 92, 240);
  }
  return colorAt(0);
}

QRgb PixelColors::colorAt(double place) const {
  // One period has 256 steps whose last joins the first; an open scale has its ends on the end colours.
  const double index = m_scale.periodic() ? place * 256 : m_firstIndex + place * (255 - m_firstIndex) + 0.5;
  return (*m_table)[std::size_t(index) & 255u];
}

std::vector<PixelKind> occurringKinds(const RealImage& picture, const MaskImage* mask, const PixelColors& colors) {
  std::array<bool, kPixelKinds> seen{};
  const bool hasMask = mask && mask->sameShape(picture);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    seen[std::size_t(colors.kind(picture[i], hasMask && (*mask)[i] == 0))] = true;
  }
  std::vector<PixelKind> kinds;
  for (int k = 1; k < kPixelKinds; ++k) {
    if (seen[std::size_t(k)]) kinds.push_back(PixelKind(k));
  }
  return kinds;
}

}  // namespace ptycho
