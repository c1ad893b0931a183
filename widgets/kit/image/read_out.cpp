#include "widgets/kit/image/read_out.h"

#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "widgets/kit/raster/number_text.h"

namespace ptycho {

namespace {

QString translated(const char* text) { return QCoreApplication::translate("ptycho", text); }

QString valueText(const ShownPicture& picture, QPoint pixel) {
  const auto row = std::size_t(pixel.y()), col = std::size_t(pixel.x());
  const QString unit = picture.meaning().unit.isEmpty() ? QString() : u' ' + picture.meaning().unit;
  QString text;
  if (picture.isComplex()) {
    const Complex z = picture.complex()(row, col);
    text = QStringLiteral("A %1%2   φ %3 rad   re %4   im %5")
               .arg(numberText(std::abs(z), 5), unit, numberText(std::arg(z), 5), numberText(z.real(), 5),
                    numberText(z.imag(), 5));
  } else {
    text = numberText(picture.real()(row, col)) + unit;
  }
  const PixelKind kind = picture.kindAt(pixel);
  if (kind == PixelKind::Masked || kind == PixelKind::Saturated) {
    text += QStringLiteral(" (%1)").arg(pixelKindName(kind));
  }
  return text;
}

QString axisDistanceText(const PictureMeaning& meaning, const QSize& size, QPoint pixel) {
  // The zero frequency of a centred pattern of n pixels is at n / 2, rounded down.
  const double r = std::hypot(pixel.x() - size.width() / 2, pixel.y() - size.height() / 2);
  QStringList parts{QStringLiteral("r %1 px").arg(numberText(r, 4))};
  if (meaning.frequency_step_per_m > 0) parts << frequencyText(r * meaning.frequency_step_per_m, 4);
  if (meaning.mrad_per_px > 0) parts << numberText(r * meaning.mrad_per_px, 4) + QStringLiteral(" mrad");
  return parts.join(QStringLiteral(" = "));
}

}  // namespace

QString readOutText(const ShownPicture& picture, QPoint pixel) {
  if (picture.empty() || !picture.contains(pixel)) return {};
  const PictureMeaning& meaning = picture.meaning();
  QStringList parts{translated("row %1, col %2").arg(pixel.y()).arg(pixel.x()), valueText(picture, pixel)};
  if (meaning.frequency_centred) {
    parts << axisDistanceText(meaning, picture.size(), pixel);
  } else if (meaning.pixel_m > 0) {
    parts << QStringLiteral("x %1, y %2")
                 .arg(lengthText(pixel.x() * meaning.pixel_m), lengthText(pixel.y() * meaning.pixel_m));
  }
  return parts.join(QStringLiteral("   "));
}

QString pictureSummary(const ShownPicture& picture) {
  if (picture.empty()) return {};
  const PictureMeaning& meaning = picture.meaning();
  QString text = translated("%1 × %2 px").arg(picture.size().height()).arg(picture.size().width());
  if (meaning.frequency_centred) {
    text += meaning.frequency_step_per_m > 0
                ? translated("   1 px = %1").arg(frequencyText(meaning.frequency_step_per_m))
                : translated("   frequency step unknown: no scale bar");
  } else {
    text += meaning.pixel_m > 0 ? translated("   1 px = %1").arg(lengthText(meaning.pixel_m))
                                : translated("   pixel size unknown: no scale bar");
  }
  return text;
}

}  // namespace ptycho
