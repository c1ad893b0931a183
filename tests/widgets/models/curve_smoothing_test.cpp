#include <cmath>

#include <QTest>

#include "widgets/models/curve_groups.h"
#include "widgets/models/curve_smoothing.h"

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A loss as trainings have it, at every `every`-th step.
struct Logged {
  std::vector<double> x, y;
};

Logged lossEvery(int every, int steps = 10'000) {
  Logged logged;
  for (int step = 0; step <= steps; step += every) {
    logged.x.push_back(step);
    logged.y.push_back(0.02 + 0.5 * std::exp(-step / 2000.0) + 0.05 * std::sin(step / 150.0));
  }
  return logged;
}

}  // namespace

class CurveSmoothingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSpanGrowsInStepsOfAFewPercent() {
    int changes = 0;
    for (int span = 1000; span < 2000; ++span) {
      QVERIFY(roundedUpSpan(span) > span * (1 - 1e-12) && roundedUpSpan(span) < 1.051 * span);
      if (roundedUpSpan(span) != roundedUpSpan(span + 1)) ++changes;
    }
    QVERIFY(changes <= 15);
    QCOMPARE(roundedUpSpan(0), 0.0);
  }

  void atZeroTheCurveIsTheData() {
    const Logged logged = lossEvery(10);
    QCOMPARE(smoothedCurve(logged.x, logged.y, smoothingLength(0, 10'000)), logged.y);
  }

  void aConstantStaysConstant() {
    std::vector<double> x;
    for (int i = 0; i < 1000; ++i) x.push_back(i * (1 + i % 7));
    std::sort(x.begin(), x.end());
    const std::vector<double> y(x.size(), 0.1);
    for (const double weight : {0.3, 0.9, 0.999}) QCOMPARE(smoothedCurve(x, y, smoothingLength(weight, 7000)), y);
  }

  void twoPointsAreNotBentBeyondTheirValues() {
    for (const double length : {1e-3, 1.0, 1e3, 1e9}) {
      const auto smooth = smoothedCurve({0, 10}, {1, 3}, length);
      QCOMPARE(smooth[0], 1.0);
      QVERIFY(smooth[1] >= 1.0 && smooth[1] <= 3.0);
    }
  }

  void hasNoBiasAtTheStart() {
    // A long average of a constant with little noise is there from the first point on, not crept up to from zero.
    std::vector<double> x, y;
    for (int i = 0; i < 100; ++i) {
      x.push_back(i);
      y.push_back(5 + 0.01 * std::sin(i));
    }
    for (const double value : smoothedCurve(x, y, 1e5)) QVERIFY(std::abs(value - 5) < 0.02);
  }

  void doesNotDependOnHowOftenIsLogged() {
    const Logged every = lossEvery(1);
    const Logged tenth = lossEvery(10);
    for (const double weight : {0.2, 0.6, 0.9, 0.99}) {
      const double length = smoothingLength(weight, 10'000);
      const auto dense = smoothedCurve(every.x, every.y, length);
      const auto thin = smoothedCurve(tenth.x, tenth.y, length);
      for (std::size_t i = 0; i < thin.size(); ++i) {
        // A pixel of a chart of 300 rows.
        QVERIFY2(std::abs(thin[i] - dense[10 * i]) < 0.55 / 300, qPrintable(QString::number(tenth.x[i])));
      }
    }
  }

  void passesOverWhatIsNoNumber() {
    const auto smooth = smoothedCurve({0, 1, 2, 3, 4}, {kNaN, 2, kNaN, INFINITY, 2}, 3);
    QVERIFY(std::isnan(smooth[0]));
    QCOMPARE((std::vector<double>(smooth.begin() + 1, smooth.end())), (std::vector<double>{2, 2, 2, 2}));
  }

  void followsSlowlierWithMoreWeight() {
    const auto after = [](double weight) {
      std::vector<double> x, y;
      for (int i = 0; i <= 200; ++i) {
        x.push_back(i);
        y.push_back(i < 100 ? 0 : 1);
      }
      return smoothedCurve(x, y, smoothingLength(weight, 200))[110];
    };
    QVERIFY(after(0.3) > after(0.9));
    QVERIFY(after(0.9) > after(0.99));
  }

  void aGroupHasItsMiddleAndSpread() {
    const std::vector<double> x{0, 1, 2, 3}, half{0, 2};
    const std::vector<double> a{1, 1, 1, 1}, b{3, 3, kNaN, 3}, c{2, 6};
    const auto mean = groupCurve({{&x, &a}, {&x, &b}, {&half, &c}}, GroupCentre::Mean, GroupSpread::MinMax);
    QCOMPARE(mean.x, x);
    QCOMPARE(mean.centre, (std::vector<double>{2, (1 + 3 + 4) / 3.0, 3.5, 2}));  // c is 4 at 1, ends at 2
    QCOMPARE(mean.low, (std::vector<double>{1, 1, 1, 1}));
    QCOMPARE(mean.high, (std::vector<double>{3, 4, 6, 3}));
    const auto median = groupCurve({{&x, &a}, {&x, &b}, {&half, &c}}, GroupCentre::Median, GroupSpread::Deviation);
    QCOMPARE(median.centre[1], 3.0);
    QCOMPARE(median.high[3] - median.centre[3], std::sqrt(2.0));
    const auto interval = groupCurve({{&x, &a}, {&x, &b}}, GroupCentre::Mean, GroupSpread::Interval95);
    QVERIFY(std::abs(interval.high[0] - 2 - 12.706) < 1e-3);  // s/√n = 1 for two values 1 and 3
    const auto alone = groupCurve({{&x, &a}}, GroupCentre::Mean, GroupSpread::StandardError);
    QCOMPARE(alone.low, a);
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::CurveSmoothingTest)
#include "curve_smoothing_test.moc"
