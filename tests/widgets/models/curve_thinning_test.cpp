#include <algorithm>
#include <cmath>

#include <QTest>

#include "widgets/models/curve_thinning.h"

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> upTo(std::size_t count) {
  std::vector<double> x(count);
  for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<double>(i + 1);
  return x;
}

bool holds(const std::vector<CurvePoint>& points, double x, double y) {
  return std::any_of(points.begin(), points.end(), [=](const auto& point) { return point.x == x && point.y == y; });
}

std::ptrdiff_t gapsIn(const std::vector<CurvePoint>& points) {
  return std::count_if(points.begin(), points.end(), [](const auto& point) { return std::isnan(point.y); });
}

}  // namespace

class CurveThinningTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void oneSpikeInAMillionIsThereAtEveryZoom() {
    const auto x = upTo(1'000'000);
    std::vector<double> y(x.size(), 0.5);
    y[654'320] = 9;  // x = 654,321
    y[654'322] = -9;
    for (const bool logarithmic : {false, true}) {
      double low = 1;
      double high = 1e6;
      while (high - low > 100) {
        const auto points = thinnedCurve(x, y, {}, columnEdges(low, high, 500, logarithmic), false);
        QVERIFY(points.size() <= 4 * 500 + 4);
        QVERIFY(holds(points, 654'321, 9));
        QVERIFY(holds(points, 654'323, -9));
        low += 0.3 * (654'321 - low);
        high -= 0.3 * (high - 654'321);
      }
    }
  }

  void aSpikeBesideNotANumberIsThere() {
    // The case that QCustomPlot's own thinning loses: a column that begins with not a number.
    const auto x = upTo(10'000);
    std::vector<double> y(x.size(), 1);
    y[5000] = kNaN;
    y[5001] = 7;
    for (const std::size_t columns : {10U, 100U, 777U}) {
      const auto points = thinnedCurve(x, y, {}, columnEdges(1, 10'000, columns, false), false);
      QVERIFY(holds(points, 5002, 7));
    }
  }

  void keepsOrderAndTheNeighboursOutside() {
    const auto x = upTo(1000);
    std::vector<double> y(x.size());
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::sin(static_cast<double>(i));
    const auto points = thinnedCurve(x, y, {}, columnEdges(100.5, 200.5, 7, false), false);
    QVERIFY(std::is_sorted(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.x < b.x; }));
    QCOMPARE(points.front().x, 100.0);
    QCOMPARE(points.back().x, 201.0);
  }

  void gapsAndBreaksInterruptTheLine() {
    const auto x = upTo(9);
    const std::vector<double> y{1, 2, kNaN, 4, -5, 6, 7, 8, 9};
    const auto edges = columnEdges(1, 9, 400, false);
    QCOMPARE(gapsIn(thinnedCurve(x, y, {}, edges, false)), 1);
    QCOMPARE(gapsIn(thinnedCurve(x, y, {}, edges, true)), 2);
    QCOMPARE(gapsIn(thinnedCurve(x, y, {7}, edges, false)), 2);
    QVERIFY(thinnedCurve({}, {}, {}, edges, false).empty());
  }

  void theMiddleShareLeavesOutliersOut() {
    std::vector<double> values;
    for (int i = 1; i <= 101; ++i) values.push_back(i);
    values.push_back(1e9);
    values.push_back(kNaN);
    const ValueRange middle = middleShare(values, 0.9);
    QVERIFY(middle.low >= 5 && middle.low <= 7);
    QVERIFY(middle.high >= 95 && middle.high <= 98);
    values = {kNaN};
    QVERIFY(std::isnan(middleShare(values, 0.9).low));
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::CurveThinningTest)
#include "curve_thinning_test.moc"
