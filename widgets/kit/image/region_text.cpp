#include "widgets/kit/image/region_text.h"

#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "widgets/kit/raster/number_text.h"

namespace ptycho {

namespace {

constexpr int kDigits = 5;

QString translated(const char* text) { return QCoreApplication::translate("ptycho", text); }

QString number(double value) {
  return std::isnan(value) ? QStringLiteral("–") : numberText(value, kDigits);
}

QString countText(const RegionStatistics& s) {
  if (s.n == s.pixels) return translated("n %1").arg(s.n);
  QStringList out;
  if (s.not_finite > 0) out << translated("%1 NaN").arg(s.not_finite);
  if (s.masked > 0) out << translated("%1 masked").arg(s.masked);
  return translated("n %1 of %2 (without %3)").arg(s.n).arg(s.pixels).arg(out.join(QStringLiteral(", ")));
}

}  // namespace

QString regionShapeName(RegionShape shape) {
  switch (shape) {
    case RegionShape::Rectangle: return translated("rectangle");
    case RegionShape::Ellipse: return translated("ellipse");
    case RegionShape::Annulus: return translated("annulus");
    case RegionShape::None: break;
  }
  return translated("none");
}

QString regionText(const ShownPicture& picture, const Region& region) {
  if (picture.empty() || region.shape == RegionShape::None) return {};
  const RegionStatistics s = regionStatistics(picture.real(), region, picture.mask());
  const PictureMeaning& meaning = picture.meaning();
  const QString unit = meaning.unit.isEmpty() ? QString() : u' ' + meaning.unit;
  QStringList parts{countText(s)};
  if (picture.isComplex()) parts << translated("of the amplitude:");
  if (!picture.isComplex() && (meaning.wrapped_phase || meaning.unit == QLatin1String("rad"))) {
    const CircularStatistics circular = circularStatistics(picture.real(), region, picture.mask());
    parts << translated("circular mean %1%2").arg(number(circular.mean), unit)
          << translated("circular σ %1").arg(number(circular.sigma));
  }
  parts << translated("mean %1%2").arg(number(s.mean), unit) << translated("σ %1").arg(number(s.sigma))
        << translated("min %1").arg(number(s.min)) << translated("max %1").arg(number(s.max))
        << translated("sum %1").arg(number(s.sum))
        << translated("centre of mass (%1, %2)").arg(number(s.centre_row), number(s.centre_col));
  return parts.join(QStringLiteral("   "));
}

}  // namespace ptycho
