#include <QtTest>

#include <cmath>
#include <set>

#include "widgets/kit/raster/complex_color.h"
#include "widgets/kit/raster/picture_raster.h"
#include "widgets/kit/raster/srgb.h"

using namespace ptycho;

namespace {

PixelColors grayColors(double low, double high) { return {ColorMap::Gray, ValueScale(Norm::Linear, low, high)}; }

}  // namespace

/// Colours of maps, of special pixels and of complex values; nearest neighbour and true averages.
class ImageRasterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void mapsHaveTheirPublishedEnds();
  void sequentialMapsGetLighter();
  void twilightClosesItsCircle();
  void coolwarmIsNeutralInTheMiddle();
  void cyclicMapsAreForWrappedPhaseOnly();
  void zeroIsDarkerThanOneCountOnALogScale();
  void specialPixelsHaveColoursOfTheirOwn();
  void kindsThatOccurAreListed();
  void equalAmplitudesLookEquallyLight();
  void zeroAmplitudeIsBlack();
  void hueFollowsThePhase();
  void magnifiedPixelsStaySharp();
  void reducedPicturesAreTrueMeans();
  void reducedEdgesCountByTheirShare();
  void meansLeaveOutMaskedPixels();
  void meansAreTakenBeforeTheNorm();
  void complexMeansAreOfComplexValues();
  void periodicValuesWrap();
  void outsideIsTransparent();
  void infinitiesDoNotBreakTheRaster();
};

void ImageRasterTest::mapsHaveTheirPublishedEnds() {
  QCOMPARE(colorTable(ColorMap::Viridis).front(), qRgb(0x44, 0x01, 0x54));
  QCOMPARE(colorTable(ColorMap::Viridis).back(), qRgb(0xfd, 0xe7, 0x25));
  QCOMPARE(colorTable(ColorMap::Inferno).back(), qRgb(0xfc, 0xff, 0xa4));
  QCOMPARE(colorTable(ColorMap::Cividis).front(), qRgb(0x00, 0x22, 0x4e));
  QCOMPARE(colorTable(ColorMap::Gray)[128], qRgb(128, 128, 128));
  QCOMPARE(colorTable(ColorMap::Coolwarm).front(), qRgb(59, 76, 192));
  QCOMPARE(colorTable(ColorMap::Coolwarm).back(), qRgb(180, 4, 38));
}

void ImageRasterTest::sequentialMapsGetLighter() {
  for (const ColorMap map : {ColorMap::Gray, ColorMap::Viridis, ColorMap::Cividis, ColorMap::Inferno}) {
    const ColorTable& table = colorTable(map);
    for (std::size_t i = 8; i < 256; i += 8) QVERIFY(luminance(table[i]) > luminance(table[i - 8]));
  }
}

void ImageRasterTest::twilightClosesItsCircle() {
  const ColorTable& table = colorTable(ColorMap::Twilight);
  const auto distance = [](QRgb a, QRgb b) {
    return std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) + std::abs(qBlue(a) - qBlue(b));
  };
  QVERIFY(distance(table.front(), table.back()) < 8);
  QVERIFY(distance(table[0], table[128]) > 300);
}

void ImageRasterTest::coolwarmIsNeutralInTheMiddle() {
  const ColorTable& table = colorTable(ColorMap::Coolwarm);
  const QRgb middle = table[128];
  QVERIFY(std::abs(qRed(middle) - qBlue(middle)) < 8 && std::abs(qRed(middle) - qGreen(middle)) < 8);
  QVERIFY(luminance(middle) > luminance(table.front()) && luminance(middle) > luminance(table.back()));
}

void ImageRasterTest::cyclicMapsAreForWrappedPhaseOnly() {
  QCOMPARE(permittedMap(ColorMap::Twilight, false), ColorMap::Viridis);
  QCOMPARE(permittedMap(ColorMap::Twilight, true), ColorMap::Twilight);
  QCOMPARE(permittedMap(ColorMap::Coolwarm, false), ColorMap::Coolwarm);
}

void ImageRasterTest::zeroIsDarkerThanOneCountOnALogScale() {
  for (const ColorMap map : {ColorMap::Gray, ColorMap::Viridis, ColorMap::Cividis, ColorMap::Inferno}) {
    const PixelColors colors(map, ValueScale(Norm::Log, 1, 1e5));
    QCOMPARE(colors.kind(0, false), PixelKind::Zero);
    QCOMPARE(colors.kind(1, false), PixelKind::Value);
    QVERIFY(luminance(colors.color(PixelKind::Zero)) < luminance(colors.color(1.f)));
  }
}

void ImageRasterTest::specialPixelsHaveColoursOfTheirOwn() {
  const PixelColors colors(ColorMap::Gray, ValueScale(Norm::Log, 1, 1000), 900);
  RealImage picture(1, 6, 10.f);
  picture[0] = 0;
  picture[1] = -3;
  picture[2] = NAN;
  picture[3] = 10;  // masked
  picture[4] = 900;
  MaskImage mask(1, 6, 1);
  mask[3] = 0;
  const QImage image = rasterUnscaled(picture, &mask, colors);
  std::set<QRgb> seen;
  for (int x = 0; x < 6; ++x) seen.insert(image.pixel(x, 0));
  QCOMPARE(seen.size(), std::size_t(6));
  QCOMPARE(image.pixel(3, 0), colors.color(PixelKind::Masked));
  QCOMPARE(image.pixel(4, 0), colors.color(PixelKind::Saturated));
  // On a linear scale zero and negative values are values like any other.
  QCOMPARE(grayColors(-5, 5).kind(-3, false), PixelKind::Value);
  QCOMPARE(grayColors(-5, 5).kind(0, false), PixelKind::Value);
  QCOMPARE(PixelColors(ColorMap::Gray, ValueScale(Norm::SquareRoot, 0, 9)).kind(-1, false), PixelKind::Negative);
  for (int k = 1; k < kPixelKinds; ++k) QVERIFY(!pixelKindName(PixelKind(k)).isEmpty());
}

void ImageRasterTest::kindsThatOccurAreListed() {
  RealImage picture(4, 4, 2.f);
  const PixelColors colors(ColorMap::Viridis, ValueScale(Norm::Log, 1, 10));
  QVERIFY(occurringKinds(picture, nullptr, colors).empty());
  picture[5] = NAN;
  picture[6] = 0;
  QCOMPARE(occurringKinds(picture, nullptr, colors), std::vector({PixelKind::Zero, PixelKind::NotANumber}));
}

void ImageRasterTest::equalAmplitudesLookEquallyLight() {
  double least = 1, most = 0;
  for (int k = 0; k < 64; ++k) {
    const double light = std::cbrt(luminance(complexColor(0.8, 2 * M_PI * k / 64)));
    least = std::min(least, light);
    most = std::max(most, light);
  }
  QVERIFY2(most - least < 0.06, qPrintable(QString::number(most - least)));
}

void ImageRasterTest::zeroAmplitudeIsBlack() {
  for (int k = 0; k < 8; ++k) QCOMPARE(complexColor(0, k), qRgb(0, 0, 0));
}

void ImageRasterTest::hueFollowsThePhase() {
  QCOMPARE(complexColor(0.7, -M_PI + 0.01), complexColor(0.7, M_PI + 0.01));
  const QColor zero(complexColor(1, 0));
  QVERIFY2(zero.hue() < 40 || zero.hue() > 320, "phase 0 is reddish");
  QVERIFY(complexColor(1, M_PI / 2) != complexColor(1, -M_PI / 2));
}

void ImageRasterTest::magnifiedPixelsStaySharp() {
  RealImage picture(2, 2);
  picture[1] = picture[2] = 1;
  const QImage image = rasterPicture(picture, nullptr, grayColors(0, 1), {0, 0, 0.25, 8, 8});
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) QCOMPARE(qRed(image.pixel(x, y)), (x < 4) == (y < 4) ? 0 : 255);
  }
}

void ImageRasterTest::reducedPicturesAreTrueMeans() {
  // A checkerboard of single pixels: nearest neighbour would show black or white, the mean is grey.
  RealImage picture(64, 64);
  for (std::size_t r = 0; r < 64; ++r) {
    for (std::size_t c = 0; c < 64; ++c) picture(r, c) = float((r + c) % 2);
  }
  const QImage image = rasterPicture(picture, nullptr, grayColors(0, 1), {0, 0, 4, 16, 16});
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 16; ++x) QVERIFY(std::abs(qRed(image.pixel(x, y)) - 128) <= 1);
  }
}

void ImageRasterTest::reducedEdgesCountByTheirShare() {
  RealImage picture(1, 3);
  picture[0] = 0;
  picture[1] = 1;
  picture[2] = 0;
  // One and a half source pixels each: (0 + 0.5 · 1) / 1.5 = 1/3 on both sides.
  const QImage image = rasterPicture(picture, nullptr, grayColors(0, 1), {0, 0, 1.5, 2, 1});
  QVERIFY(std::abs(qRed(image.pixel(0, 0)) - 85) <= 1);
  QVERIFY(std::abs(qRed(image.pixel(1, 0)) - 85) <= 1);
}

void ImageRasterTest::meansLeaveOutMaskedPixels() {
  RealImage picture(2, 4, 1.f);
  picture(0, 0) = NAN;
  picture(0, 2) = picture(1, 2) = picture(0, 3) = 1e9f;
  MaskImage mask(2, 4, 1);
  mask(0, 2) = mask(1, 2) = mask(0, 3) = 0;
  const PixelColors colors = grayColors(0, 1);
  const QImage image = rasterPicture(picture, &mask, colors, {0, 0, 2, 2, 1});
  QCOMPARE(image.pixel(0, 0), qRgb(255, 255, 255));
  QCOMPARE(image.pixel(1, 0), colors.color(PixelKind::Masked));
}

void ImageRasterTest::meansAreTakenBeforeTheNorm() {
  RealImage picture(2, 2, 0.f);
  picture[0] = 400;
  const PixelColors colors(ColorMap::Gray, ValueScale(Norm::Log, 1, 10000));
  QCOMPARE(rasterPicture(picture, nullptr, colors, {0, 0, 2, 1, 1}).pixel(0, 0), colors.color(100.f));
}

void ImageRasterTest::complexMeansAreOfComplexValues() {
  ComplexImage picture(1, 2);
  picture[0] = {1, 0};
  picture[1] = {-1, 0};
  const ValueScale amplitude(Norm::Linear, 0, 1);
  QCOMPARE(rasterComplex(picture, nullptr, amplitude, {0, 0, 2, 1, 1}).pixel(0, 0), qRgb(0, 0, 0));
  const QImage sharp = rasterUnscaled(picture, nullptr, amplitude);
  QCOMPARE(sharp.pixel(0, 0), complexColor(1, 0));
  QCOMPARE(sharp.pixel(1, 0), complexColor(1, M_PI));
}

void ImageRasterTest::periodicValuesWrap() {
  const PixelColors colors(ColorMap::Twilight, ValueScale(Norm::Linear, -M_PI, 0, true));
  QCOMPARE(colors.color(0.5f), colors.color(float(0.5 + 2 * M_PI)));
  QCOMPARE(colors.color(0.5f), colors.color(float(0.5 - 4 * M_PI)));
}

void ImageRasterTest::outsideIsTransparent() {
  const RealImage picture(4, 4, 1.f);
  for (const double step : {0.5, 2.0}) {
    const QImage image = rasterPicture(picture, nullptr, grayColors(0, 1), {-4, -4, step, 4, 4});
    QCOMPARE(qAlpha(image.pixel(0, 0)), 0);
  }
  QVERIFY(rasterPicture(picture, nullptr, grayColors(0, 1), {0, 0, 1, 0, 4}).isNull());
}

void ImageRasterTest::infinitiesDoNotBreakTheRaster() {
  RealImage picture(2, 2, INFINITY);
  picture[0] = -INFINITY;
  for (const Norm norm : {Norm::Linear, Norm::SquareRoot, Norm::Log, Norm::Asinh, Norm::Gamma}) {
    const PixelColors colors(ColorMap::Viridis, ValueScale(norm, 1, 2));
    const QImage image = rasterUnscaled(picture, nullptr, colors);
    QCOMPARE(image.pixel(1, 1), colors.color(PixelKind::Saturated));
    QCOMPARE(image.pixel(0, 0), colors.color(PixelKind::NotANumber));
  }
}

QTEST_GUILESS_MAIN(ImageRasterTest)
#include "image_raster_test.moc"
