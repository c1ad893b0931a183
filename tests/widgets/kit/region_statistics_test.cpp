#include <QtTest>

#include <cmath>
#include <limits>

#include "widgets/kit/image/region_statistics.h"

using namespace ptycho;

namespace {

/// The pixels [row, row + rows) × [col, col + cols).
Region pixels(int row, int col, int rows, int cols, RegionShape shape = RegionShape::Rectangle) {
  return {shape, QRectF(col - 0.5, row - 0.5, cols, rows)};
}

bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }

}  // namespace

/// Numbers over regions of interest, against known answers.
class RegionStatisticsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rectangleOfKnownNumbers();
  void smallSpreadOnAHighGroundSurvives();
  void nanAndMaskedPixelsAreLeftOut();
  void emptyRegionKnowsNothing();
  void regionBeyondThePictureCountsWhatIsOnIt();
  void discAndRingHaveTheirAreasAndShareTheMiddle();
  void centreOfMassFindsASpot();
  void circularMeanDoesNotMindTheWrap();
  void anglesThatCancelHaveNoMean();
};

void RegionStatisticsTest::rectangleOfKnownNumbers() {
  RealImage image(4, 5, 100.f);
  // Rows 1–2, columns 1–3: 1 2 3 / 4 5 6.
  for (int i = 0; i < 6; ++i) image(1 + std::size_t(i / 3), 1 + std::size_t(i % 3)) = float(i + 1);
  const RegionStatistics s = regionStatistics(image, pixels(1, 1, 2, 3), nullptr);
  QCOMPARE(s.n, std::size_t(6));
  QCOMPARE(s.pixels, std::size_t(6));
  QVERIFY(near(s.mean, 3.5) && near(s.sigma, std::sqrt(35.0 / 12)) && near(s.sum, 21));
  QCOMPARE(std::pair(s.min, s.max), std::pair(1.0, 6.0));
  QVERIFY(near(s.centre_row, (6 * 1 + 15 * 2) / 21.0));
  QVERIFY(near(s.centre_col, (5 * 1 + 7 * 2 + 9 * 3) / 21.0));
}

void RegionStatisticsTest::smallSpreadOnAHighGroundSurvives() {
  RealImage image(10, 10, 1e6f);
  for (std::size_t i = 0; i < 100; i += 2) image[i] += 1;
  const RegionStatistics s = regionStatistics(image, pixels(0, 0, 10, 10), nullptr);
  QVERIFY(near(s.sigma, 0.5, 1e-9));
}

void RegionStatisticsTest::nanAndMaskedPixelsAreLeftOut() {
  RealImage image(6, 6, 2.f);
  image(0, 0) = std::numeric_limits<float>::quiet_NaN();
  image(0, 1) = std::numeric_limits<float>::infinity();
  image(0, 2) = 1e9f;
  MaskImage mask(6, 6, 1);
  mask(0, 2) = 0;
  const RegionStatistics s = regionStatistics(image, pixels(0, 0, 6, 6), &mask);
  QCOMPARE(s.pixels, std::size_t(36));
  QCOMPARE(s.n, std::size_t(33));
  QCOMPARE(s.masked, std::size_t(1));
  QCOMPARE(s.not_finite, std::size_t(2));
  QVERIFY(near(s.mean, 2) && near(s.sigma, 0) && near(s.max, 2) && near(s.sum, 66));
  const MaskImage other(2, 2, 0);  // of another picture
  QCOMPARE(regionStatistics(image, pixels(0, 0, 6, 6), &other).n, std::size_t(34));
}

void RegionStatisticsTest::emptyRegionKnowsNothing() {
  const RealImage image(6, 6, 2.f);
  for (const Region& region : {Region{}, pixels(20, 20, 3, 3), Region{RegionShape::Ellipse, {}}}) {
    const RegionStatistics s = regionStatistics(image, region, nullptr);
    QCOMPARE(s.n, std::size_t(0));
    QVERIFY(std::isnan(s.mean) && std::isnan(s.sigma) && std::isnan(s.min) && std::isnan(s.centre_row));
  }
  QVERIFY(std::isnan(circularStatistics(image, Region{}, nullptr).mean));
}

void RegionStatisticsTest::regionBeyondThePictureCountsWhatIsOnIt() {
  const RegionStatistics s = regionStatistics(RealImage(6, 6, 1.f), pixels(-3, 4, 5, 10), nullptr);
  QCOMPARE(s.n, std::size_t(2 * 2));
}

void RegionStatisticsTest::discAndRingHaveTheirAreasAndShareTheMiddle() {
  const RealImage image(201, 301, 1.f);
  const Region disc = pixels(20, 40, 161, 201, RegionShape::Ellipse);
  Region ring = disc, hole = disc;
  ring.shape = RegionShape::Annulus;
  ring.inner = 0.6;
  hole.bounds = QRectF(0, 0, disc.bounds.width() * 0.6, disc.bounds.height() * 0.6);
  hole.bounds.moveCenter(disc.bounds.center());
  const RegionStatistics whole = regionStatistics(image, disc, nullptr), part = regionStatistics(image, ring, nullptr);
  const double area = M_PI * 161 * 201 / 4;
  QVERIFY(near(double(whole.n), area, area * 0.005));
  QVERIFY(near(double(part.n), area * (1 - 0.36), area * 0.005));
  QCOMPARE(part.n + regionStatistics(image, hole, nullptr).n, whole.n);
  for (const RegionStatistics& s : {whole, part}) QVERIFY(near(s.centre_row, 100) && near(s.centre_col, 140));
  QVERIFY(disc.contains(100, 140) && !ring.contains(100, 140) && !disc.contains(21, 41));
}

void RegionStatisticsTest::centreOfMassFindsASpot() {
  RealImage image(50, 60, 0.f);
  image(31, 17) = 5;
  const RegionStatistics s = regionStatistics(image, pixels(10, 10, 30, 30), nullptr);
  QCOMPARE(std::pair(s.centre_row, s.centre_col), std::pair(31.0, 17.0));
  for (float& value : image) value = -1;
  QVERIFY(std::isnan(regionStatistics(image, pixels(0, 0, 9, 9), nullptr).centre_row));
}

void RegionStatisticsTest::circularMeanDoesNotMindTheWrap() {
  RealImage phase(1, 2);
  phase[0] = float(M_PI - 0.1);
  phase[1] = float(-M_PI + 0.1);
  const CircularStatistics s = circularStatistics(phase, pixels(0, 0, 1, 2), nullptr);
  QVERIFY(near(std::abs(s.mean), M_PI, 1e-6));
  QVERIFY(near(s.sigma, std::sqrt(-2 * std::log(std::cos(0.1))), 1e-6));
  QVERIFY(near(regionStatistics(phase, pixels(0, 0, 1, 2), nullptr).mean, 0, 1e-6));  // what it is there to avoid
}

void RegionStatisticsTest::anglesThatCancelHaveNoMean() {
  RealImage phase(1, 4);
  for (std::size_t k = 0; k < 4; ++k) phase[k] = float(double(k) * M_PI / 2);
  const CircularStatistics s = circularStatistics(phase, pixels(0, 0, 1, 4), nullptr);
  QVERIFY(std::isnan(s.mean) && std::isinf(s.sigma));
}

QTEST_APPLESS_MAIN(RegionStatisticsTest)
#include "region_statistics_test.moc"
