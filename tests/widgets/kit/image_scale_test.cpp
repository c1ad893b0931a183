#include <QtTest>

#include <cmath>

#include "widgets/kit/raster/display_limits.h"
#include "widgets/kit/raster/number_text.h"
#include "widgets/kit/raster/scale_bar.h"
#include "widgets/kit/raster/ticks.h"

using namespace ptycho;

namespace {

QStringList labels(const TickSet& set) {
  QStringList list;
  for (const Tick& tick : set.ticks) list << tick.label;
  return list;
}

/// 100 … 200 in even steps, with one dead pixel.
RealImage fieldWithDeadPixel() {
  RealImage picture(64, 64);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = 100.f + 100.f * float(i % 101) / 100.f;
  picture(31, 7) = 65535;
  return picture;
}

}  // namespace

/// Norms, display limits, ticks and the texts of numbers.
class ImageScaleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void normsInvert_data();
  void normsInvert();
  void normsHaveTheirKnownMiddle_data();
  void normsHaveTheirKnownMiddle();
  void limitsThatANormCannotHaveAreMoved();
  void oneDeadPixelDoesNotSetTheDefaultLimits();
  void limitsOfEveryMode();
  void limitsLeaveOutMaskedAndInvalidPixels();
  void logLimitsArePositive();
  void flatPictureGetsOpenLimits();
  void histogramCountsEveryCountablePixelOnce();
  void ticksNameTheValueWhateverTheNorm_data();
  void ticksNameTheValueWhateverTheNorm();
  void ticksKeepTheirDistance();
  void ticksOfOnePeriodAreMultiplesOfPi();
  void smallRangesShareAPowerOfTen();
  void numbersReadWell();
  void scaleBarsHaveRoundLengths();
};

void ImageScaleTest::normsInvert_data() {
  QTest::addColumn<int>("norm");
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  for (const Norm norm : {Norm::Linear, Norm::SquareRoot, Norm::Log, Norm::Asinh, Norm::Gamma}) {
    QTest::addRow("%d wide", int(norm)) << int(norm) << 0.5 << 4e5;
    QTest::addRow("%d narrow", int(norm)) << int(norm) << 3.0 << 3.01;
  }
  QTest::addRow("linear signed") << int(Norm::Linear) << -1e-5 << 2e-5;
  QTest::addRow("asinh signed") << int(Norm::Asinh) << -300.0 << 200.0;
  QTest::addRow("gamma signed") << int(Norm::Gamma) << -1.0 << 0.0;
}

void ImageScaleTest::normsInvert() {
  QFETCH(int, norm);
  QFETCH(double, low);
  QFETCH(double, high);
  const ValueScale scale(Norm(norm), low, high);
  QCOMPARE(scale.place(low), 0.0);
  QVERIFY(std::abs(scale.place(high) - 1) < 1e-9);
  double before = low;
  for (int k = 1; k < 20; ++k) {
    const double place = k / 20.0, value = scale.value(place);
    QVERIFY2(value > before, "rises");
    QVERIFY(std::abs(scale.place(value) - place) < 1e-9);
    before = value;
  }
  QCOMPARE(scale.place(low - 1e9), 0.0);
  QCOMPARE(scale.place(high + 1e9), 1.0);
}

void ImageScaleTest::normsHaveTheirKnownMiddle_data() {
  QTest::addColumn<int>("norm");
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<double>("middle");
  QTest::newRow("linear") << int(Norm::Linear) << -1.0 << 3.0 << 1.0;
  QTest::newRow("root") << int(Norm::SquareRoot) << 0.0 << 100.0 << 25.0;
  QTest::newRow("log") << int(Norm::Log) << 1.0 << 1e4 << 100.0;
  QTest::newRow("asinh") << int(Norm::Asinh) << -50.0 << 50.0 << 0.0;
  QTest::newRow("gamma") << int(Norm::Gamma) << 0.0 << 1.0 << std::pow(0.5, 2.2);
}

void ImageScaleTest::normsHaveTheirKnownMiddle() {
  QFETCH(int, norm);
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(double, middle);
  QVERIFY(std::abs(ValueScale(Norm(norm), low, high).value(0.5) - middle) < 1e-9);
}

void ImageScaleTest::limitsThatANormCannotHaveAreMoved() {
  const ValueScale log(Norm::Log, -5, 100);
  QVERIFY(log.low() > 0 && log.high() == 100);
  QCOMPARE(ValueScale(Norm::SquareRoot, -5, 100).low(), 0.0);
  const ValueScale swapped(Norm::Linear, 3, 1);
  QCOMPARE(std::pair(swapped.low(), swapped.high()), std::pair(1.0, 3.0));
  const ValueScale broken(Norm::Linear, NAN, INFINITY);
  QVERIFY(std::isfinite(broken.low()) && broken.low() < broken.high());
  QVERIFY(std::abs(ValueScale(Norm::Log, 1, 5, true).high() - (1 + 2 * M_PI)) < 1e-12);
}

void ImageScaleTest::oneDeadPixelDoesNotSetTheDefaultLimits() {
  const auto [low, high] = findLimits(fieldWithDeadPixel(), nullptr, DisplayLimits{}, Norm::Linear);
  QVERIFY(low >= 100 && low < 102);
  QVERIFY(high <= 200 && high > 198);
  // So small that 0.35 % is less than a pixel.
  RealImage small(8, 8, 150);
  small(0, 0) = 100;
  small(0, 1) = 120;
  small(0, 2) = 180;
  small(3, 3) = 65535;
  QCOMPARE(findLimits(small, nullptr, DisplayLimits{}, Norm::Linear), std::pair(120.0, 180.0));
}

void ImageScaleTest::limitsOfEveryMode() {
  RealImage picture(10, 10);
  for (std::size_t i = 0; i < 100; ++i) picture[i] = float(i) - 20;  // −20 … 79
  const auto limits = [&](LimitMode mode, double percent = 5) {
    return findLimits(picture, nullptr, {mode, percent, -1, 2}, Norm::Linear);
  };
  QCOMPARE(limits(LimitMode::MinMax), std::pair(-20.0, 79.0));
  QCOMPARE(limits(LimitMode::Percentile), std::pair(-15.0, 74.0));
  QCOMPARE(limits(LimitMode::Percentile, 0), std::pair(-20.0, 79.0));
  QCOMPARE(limits(LimitMode::Symmetric), std::pair(-79.0, 79.0));
  QCOMPARE(limits(LimitMode::Fixed), std::pair(-1.0, 2.0));
  // σ of 100 even steps is 28.87: 3σ reaches beyond the extremes, which then count.
  QCOMPARE(limits(LimitMode::ThreeSigma), std::pair(-20.0, 79.0));
  picture = RealImage(10, 10, 0.f);
  for (std::size_t i = 0; i < 100; i += 2) picture[i] = 2;
  picture[0] = 1000;
  const auto [low, high] = findLimits(picture, nullptr, {LimitMode::ThreeSigma, 0, 0, 0}, Norm::Linear);
  QCOMPARE(low, 0.0);
  QVERIFY(high > 290 && high < 320);  // mean 10.98, σ 99.4
}

void ImageScaleTest::limitsLeaveOutMaskedAndInvalidPixels() {
  RealImage picture(4, 4, 1.f);
  picture[1] = 2;
  picture[2] = NAN;
  picture[3] = INFINITY;
  picture[4] = 500;
  MaskImage mask(4, 4, 1);
  mask[4] = 0;
  const DisplayLimits minMax{LimitMode::MinMax, 0, 0, 0};
  QCOMPARE(findLimits(picture, &mask, minMax, Norm::Linear), std::pair(1.0, 2.0));
  QCOMPARE(findLimits(picture, nullptr, minMax, Norm::Linear), std::pair(1.0, 500.0));
  const MaskImage none(4, 4, 0), otherShape(2, 2, 0);
  QCOMPARE(findLimits(picture, &none, minMax, Norm::Linear), std::pair(0.0, 1.0));
  QCOMPARE(findLimits(picture, &otherShape, minMax, Norm::Linear), std::pair(1.0, 500.0));
}

void ImageScaleTest::logLimitsArePositive() {
  RealImage counts(8, 8, 0.f);
  counts[3] = -4;
  for (std::size_t i = 8; i < 64; ++i) counts[i] = float(i);
  for (const LimitMode mode : {LimitMode::MinMax, LimitMode::Percentile}) {
    const auto [low, high] = findLimits(counts, nullptr, {mode, 0.35, 0, 0}, Norm::Log);
    QVERIFY(low >= 8 && high <= 63 && low < high);
  }
}

void ImageScaleTest::flatPictureGetsOpenLimits() {
  const auto [low, high] = findLimits(RealImage(8, 8, 7.f), nullptr, DisplayLimits{}, Norm::Linear);
  QCOMPARE(std::pair(low, high), std::pair(7.0, 7.0));
  for (const Norm norm : {Norm::Linear, Norm::SquareRoot, Norm::Log, Norm::Asinh, Norm::Gamma}) {
    for (const double value : {0.0, 7.0, 1e-20}) {
      const ValueScale scale(norm, value, value);
      QVERIFY(scale.low() < scale.high());
      QVERIFY(!makeTicks(scale, 0.1).ticks.empty());
    }
  }
}

void ImageScaleTest::histogramCountsEveryCountablePixelOnce() {
  RealImage picture(4, 5);
  for (std::size_t i = 0; i < 20; ++i) picture[i] = float(i);
  picture[19] = NAN;
  const auto counts = histogram(picture, nullptr, ValueScale(Norm::Linear, 0, 20), 10);
  QCOMPARE(counts, std::vector<int>({2, 2, 2, 2, 2, 2, 2, 2, 2, 1}));
  const auto inside = histogram(picture, nullptr, ValueScale(Norm::Linear, 5, 9), 4);
  QCOMPARE(inside, std::vector<int>({1, 1, 1, 2}));
}

void ImageScaleTest::ticksNameTheValueWhateverTheNorm_data() {
  QTest::addColumn<int>("norm");
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<double>("distance");
  QTest::addColumn<QStringList>("expected");
  const auto row = [](const char* name, Norm norm, double low, double high, double distance, QStringList expected) {
    QTest::newRow(name) << int(norm) << low << high << distance << expected;
  };
  row("linear", Norm::Linear, 0, 1, 0.2, {"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  row("phase", Norm::Linear, -1.05, 0, 0.2, {"−1.0", "−0.5", "0.0"});
  row("thousands", Norm::Linear, 0, 4000, 0.25, {"0", "1000", "2000", "3000", "4000"});
  row("log", Norm::Log, 1, 1e5, 0.15, {"1", "10", "100", "1000", "10⁴", "10⁵"});
  row("log, little room", Norm::Log, 1, 1e4, 0.4, {"1", "100", "10⁴"});
  row("log, much room", Norm::Log, 1, 100, 0.1, {"1", "2", "5", "10", "20", "50", "100"});
  row("log, less than a decade", Norm::Log, 3, 7, 0.17, {"3", "4", "5", "6", "7"});
  row("root", Norm::SquareRoot, 0, 1000, 0.2, {"0", "100", "500", "1000"});
  row("asinh", Norm::Asinh, -100, 100, 0.2, {"−100", "−2", "0", "2", "100"});
}

void ImageScaleTest::ticksNameTheValueWhateverTheNorm() {
  QFETCH(int, norm);
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(double, distance);
  QFETCH(QStringList, expected);
  const ValueScale scale(Norm(norm), low, high);
  const TickSet set = makeTicks(scale, distance);
  QCOMPARE(labels(set), expected);
  for (const Tick& tick : set.ticks) {
    QVERIFY(std::abs(scale.place(tick.value) - tick.place) < 1e-9);
    QVERIFY(tick.value >= low - 1e-9 && tick.value <= high * (1 + 1e-9) + 1e-9);
  }
}

void ImageScaleTest::ticksKeepTheirDistance() {
  for (const Norm norm : {Norm::Linear, Norm::SquareRoot, Norm::Log, Norm::Asinh, Norm::Gamma}) {
    for (const auto& [low, high] : {std::pair(1e-3, 3e7), std::pair(0.31, 0.97), std::pair(-2.0, 1e4)}) {
      const TickSet set = makeTicks(ValueScale(norm, low, high), 0.12);
      QVERIFY(set.ticks.size() >= 2);
      for (std::size_t k = 1; k < set.ticks.size(); ++k) {
        QVERIFY(set.ticks[k].place - set.ticks[k - 1].place >= 0.12 - 1e-9);
      }
    }
  }
}

void ImageScaleTest::ticksOfOnePeriodAreMultiplesOfPi() {
  QCOMPARE(labels(makeTicks(ValueScale(Norm::Linear, -M_PI, 0, true), 0.1)),
           QStringList({"−π", "−π/2", "0", "π/2", "π"}));
  QCOMPARE(labels(makeTicks(ValueScale(Norm::Linear, 0, 0, true), 0.1)), QStringList({"0", "π/2", "π", "3π/2", "2π"}));
}

void ImageScaleTest::smallRangesShareAPowerOfTen() {
  const TickSet set = makeTicks(ValueScale(Norm::Linear, -3e-5, 3e-5), 0.3);
  QCOMPARE(labels(set), QStringList({"−2", "0", "2"}));
  QCOMPARE(set.factor, QStringLiteral("×10⁻⁵"));
}

void ImageScaleTest::numbersReadWell() {
  QCOMPARE(numberText(-0.731), QStringLiteral("−0.731"));
  QCOMPARE(numberText(65535), QStringLiteral("65535"));
  QCOMPARE(numberText(1.5e-7, 3), QStringLiteral("1.5×10⁻⁷"));
  QCOMPARE(numberText(NAN), QStringLiteral("NaN"));
  QCOMPARE(decimalText(-0.0001, 1), QStringLiteral("0.0"));
  QCOMPARE(lengthText(1.2e-6), QStringLiteral("1.2 µm"));
  QCOMPARE(lengthText(1e-9), QStringLiteral("1 nm"));
  QCOMPARE(lengthText(0), QStringLiteral("0 m"));
  QCOMPARE(lengthText(3.4e-14), QStringLiteral("0.034 pm"));
  QCOMPARE(frequencyText(2.5e6), QStringLiteral("2.5 µm⁻¹"));
  QCOMPARE(quantityText(QStringLiteral("phase"), QStringLiteral("rad")), QStringLiteral("phase [rad]"));
}

void ImageScaleTest::scaleBarsHaveRoundLengths() {
  // 400 units wide, 10 nm a unit: at most 0.3 × 4 µm.
  const ScaleBar bar = chooseScaleBar(1 / 10e-9, 400);
  QCOMPARE(bar.label, QStringLiteral("1 µm"));
  QVERIFY(std::abs(bar.width - 100) < 1e-9);
  QCOMPARE(chooseScaleBar(1 / 10e-9, 300).label, QStringLiteral("500 nm"));
  QCOMPARE(chooseScaleBar(1 / 10e-9, 160).label, QStringLiteral("200 nm"));
  QCOMPARE(chooseScaleBar(0, 400).width, 0.0);
  QCOMPARE(chooseScaleBar(1 / 1e5, 400, true).label, QStringLiteral("10 µm⁻¹"));
}

QTEST_GUILESS_MAIN(ImageScaleTest)
#include "image_scale_test.moc"
