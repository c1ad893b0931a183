#include <cmath>

#include <QTest>

#include "widgets/models/event_series.h"
#include "widgets/models/run_row.h"
#include "widgets/models/time_left.h"

namespace ptycho {

class EventSeriesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void makesColumnsFromEvents() {
    EventSeries series;
    series.append({Json{{"iteration", 1}, {"engine", "dm"}, {"residual", 0.5}}});
    series.append({Json{{"iteration", 2}, {"engine", "awf"}, {"residual", 0.25}}});
    QCOMPARE(series.size(), std::size_t{2});
    QCOMPARE(series.column("residual"), (std::vector<double>{0.5, 0.25}));
    QCOMPARE(series.text("engine"), (std::vector<std::string>{"dm", "awf"}));
    QVERIFY(series.column("absent").empty());
  }

  void keepsNumbersThatAreNone() {
    EventSeries series;
    series.append({Json{{"loss", "nan"}}, Json{{"loss", "inf"}}, Json{{"loss", "-inf"}}, Json{{"loss", 2}}});
    const auto& loss = series.column("loss");
    QVERIFY(std::isnan(loss[0]));
    QVERIFY(std::isinf(loss[1]) && loss[1] > 0);
    QVERIFY(std::isinf(loss[2]) && loss[2] < 0);
    QVERIFY(series.hasNumbers("loss"));
    QVERIFY(series.text("loss").empty());
  }

  void alignsRowsThatLackFields() {
    EventSeries series;
    series.append({Json{{"a", 1}}, Json{{"b", 2}}, Json{{"a", 3}, {"b", 4}}});
    QCOMPARE(series.column("a").size(), std::size_t{3});
    QCOMPARE(series.column("b").size(), std::size_t{3});
    QVERIFY(std::isnan(series.column("a")[1]));
    QVERIFY(std::isnan(series.column("b")[0]));
  }

  void skipsWhatIsNoObject() {
    EventSeries series;
    series.append({Json::array({1, 2}), Json(3), Json{{"a", 1}, {"nested", Json::object()}}});
    QCOMPARE(series.size(), std::size_t{1});
    QCOMPARE(series.columnNames(), (std::vector<std::string>{"a"}));
  }

  void writesCsvThatOthersRead() {
    EventSeries series;
    series.append({Json{{"a", 1}, {"e", "x,\"y\""}}, Json{{"a", "nan"}}});
    QCOMPARE(series.toCsv(), std::string("a,e\n1,\"x,\"\"y\"\"\"\n,\n"));
  }

  void timeLeftFollowsThePaceOfTheLastMinute() {
    TimeLeft left;
    QVERIFY(!left.estimate(100));
    for (int second = 0; second <= 100; ++second) left.add(second, second);                      // one a second …
    for (int second = 101; second <= 200; ++second) left.add(second, 100 + 2 * (second - 100));  // … then two
    QCOMPARE(qRound(*left.estimate(400)), 50);
  }

  void timeLeftForgetsTheProcessBefore() {
    TimeLeft left;
    left.add(0, 0);
    left.add(1000, 500);
    left.add(0.5, 500);  // resumed from the middle: a new process starts counting
    QVERIFY(!left.estimate(600));
    left.add(1.5, 510);
    QCOMPARE(qRound(*left.estimate(600)), 9);
  }

  void durationsAreReadable_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("short") << 3.21 << "3.2 s";
    QTest::newRow("seconds") << 45.4 << "45 s";
    QTest::newRow("minutes") << 200.0 << "3 min 20 s";
    QTest::newRow("hours") << 7500.0 << "2 h 5 min";
    QTest::newRow("none") << std::nan("") << "–";
  }
  void durationsAreReadable() {
    QFETCH(double, seconds);
    QFETCH(QString, text);
    QCOMPARE(durationText(seconds), text);
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::EventSeriesTest)
#include "event_series_test.moc"
