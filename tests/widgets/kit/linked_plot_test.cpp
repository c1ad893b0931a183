#include <cmath>
#include <functional>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {
namespace {

Curve curveOf(const QString& id, std::size_t count, double level, const QColor& colour = {}) {
  Curve curve;
  curve.id = id;
  curve.name = id;
  curve.colour = colour;
  for (std::size_t i = 0; i < count; ++i) {
    curve.x.push_back(static_cast<double>(i));
    curve.y.push_back(level);
  }
  return curve;
}

std::unique_ptr<CurvePlot> shownPlot() {
  auto plot = std::make_unique<CurvePlot>();
  plot->resize(640, 360);
  plot->show();
  return plot;
}

QWidget* canvas(const CurvePlot& plot) {
  for (auto* child : plot.findChildren<QWidget*>()) {
    if (child->inherits("QCustomPlot")) return child;
  }
  return nullptr;
}

int pixelsLike(CurvePlot& plot, const std::function<bool(const QColor&)>& like) {
  plot.repaintNow();
  const QImage image = plot.grab().toImage();
  int count = 0;
  for (int row = 0; row < image.height(); ++row) {
    for (int col = 0; col < image.width(); ++col) count += like(image.pixelColor(col, row)) ? 1 : 0;
  }
  return count;
}

bool isRed(const QColor& colour) { return colour.red() - colour.blue() > 120 && colour.red() - colour.green() > 120; }

}  // namespace

class LinkedPlotTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aMillionPointsAreDrawnAsFew() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("long", 1'000'000, 1)});
    plot->repaintNow();
    QVERIFY(plot->drawnPoints() < 5000);
    plot->setCurves({curveOf("short", 1000, 1)});
    plot->repaintNow();
    QCOMPARE(plot->drawnPoints(), std::size_t{1000});
  }

  void onlyTheGroupThatGrewIsReplaced() {
    const auto plot = shownPlot();
    Curve first = curveOf("first", 100, 1);
    Curve second = curveOf("second", 100, 2);
    Curve companion = curveOf("second#batch", 100, 3);
    companion.group = second.group = "second";
    plot->setCurves({first, second, companion});
    second.x.push_back(100);
    second.y.push_back(9);
    QVERIFY(plot->updateGroup("second", {second, companion}));
    QVERIFY(plot->shownRangeY().second > 9);
    QCOMPARE(plot->shownRangeX().second, 100.0);
    plot->showCursorAt(100);
    QCOMPARE(plot->cursorLines(), QStringList({"first  1", "second  9", "second#batch  3"}));
    plot->repaintNow();
    QCOMPARE(plot->drawnPoints(), std::size_t{301});
    QVERIFY(!plot->updateGroup("second", {second}));  // a curve of the group is missing
    QVERIFY(!plot->updateGroup("third", {curveOf("third", 5, 1)}));
    QCOMPARE(plot->cursorLines().size(), 3);
  }

  void labelsOfSmallPlotsDoNotTouch_data() {
    QTest::addColumn<bool>("logarithmic");
    QTest::addColumn<double>("last");
    QTest::newRow("600 steps") << false << 600.0;
    QTest::newRow("100,000 steps") << false << 1e5;
    QTest::newRow("decades") << true << 3e5;
  }
  void labelsOfSmallPlotsDoNotTouch() {
    QFETCH(bool, logarithmic);
    QFETCH(double, last);
    CurvePlot plot;
    plot.setCompact(true);
    plot.setLogX(logarithmic);
    plot.resize(640, 300);
    plot.show();
    Curve curve = curveOf("loss", 2, 0.00025);
    curve.x = {1, last};
    plot.setCurves({curve});
    for (const int width : {640, 240, 150, 120}) {
      plot.resize(width, 110);
      QCoreApplication::processEvents();
      plot.repaintNow();
      plot.repaintNow();  // margins follow the labels
      const QStringList labels = plot.tickLabels(Qt::Horizontal);
      int written = 0;
      for (const QString& label : labels) written += plot.fontMetrics().horizontalAdvance(label) + 5;
      QVERIFY2(labels.size() >= 1 && written < width, qPrintable(labels.join(' ')));
      QVERIFY(width < 640 || labels.size() >= 3);
    }
  }

  void theFaintLineIsTheSameHueAndCountsForTheRange() {
    const auto plot = shownPlot();
    Curve curve = curveOf("loss", 100, 1, QColor(255, 0, 0));
    plot->setCurves({curve});
    const auto isPink = [](const QColor& colour) {
      return colour.red() > 220 && colour.green() > 120 && colour.green() < 215 && colour.blue() == colour.green();
    };
    const int before = pixelsLike(*plot, isPink);
    curve.faint_y = std::vector<double>(100, 3.0);
    plot->setCurves({curve});
    QVERIFY(plot->shownRangeY().second > 3);
    QVERIFY(pixelsLike(*plot, isPink) > before + 200);
    curve.faint_y[7] = std::nan("");
    plot->setCurves({curve});
    QCOMPARE(plot->edgeNote(), QString("not a number (×): 1"));
  }

  void highlightingFadesTheOthers() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", 100, 1, QColor(255, 0, 0)), curveOf("b", 100, 2, QColor(0, 0, 255))});
    const int before = pixelsLike(*plot, isRed);
    QVERIFY(before > 100);
    plot->setHighlighted("b");
    QVERIFY(pixelsLike(*plot, isRed) < before / 4);
    plot->setHighlighted({});
    QVERIFY(pixelsLike(*plot, isRed) > before / 2);
  }

  void whatLiesAboveAReferenceIsShaded() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("error", 100, 1, QColor(0, 0, 255))});
    const auto reddish = [](const QColor& colour) { return colour.red() > colour.green() + 5 && !isRed(colour); };
    plot->setReferenceLines({{"flat", 0.5, QColor(200, 0, 0), false}});
    const int before = pixelsLike(*plot, reddish);
    plot->setReferenceLines({{"flat", 0.5, QColor(200, 0, 0), true}});
    QVERIFY(pixelsLike(*plot, reddish) > before + 10'000);
  }

  void aSpreadIsShadedInTheHueOfItsCurve() {
    const auto plot = shownPlot();
    Curve curve = curveOf("group", 100, 2, QColor(0, 0, 255));
    const auto bluish = [](const QColor& colour) { return colour.blue() > colour.red() + 15; };
    plot->setCurves({curve});
    const int before = pixelsLike(*plot, bluish);
    curve.band_low = std::vector<double>(100, 1.0);
    curve.band_high = std::vector<double>(100, 3.0);
    plot->setCurves({curve});
    QVERIFY(plot->shownRangeY().second >= 3);
    QVERIFY(pixelsLike(*plot, bluish) > before + 10'000);
  }

  void tellsWhichCurveIsUnderThePointer() {
    const auto plot = shownPlot();
    QVERIFY(QTest::qWaitForWindowExposed(plot.get()));
    Curve other = curveOf("b", 100, 2);
    other.group = "run b";
    plot->setCurves({curveOf("a", 100, 1), other});
    plot->setCursorBoxShown(false);
    QTest::qWait(50);
    QSignalSpy hovered(plot.get(), &CurvePlot::hovered);
    QSignalSpy left(plot.get(), &CurvePlot::cursorLeft);
    QWidget* area = canvas(*plot);
    QSet<QString> seen;
    for (int y = 5; y < area->height() - 40; y += 2) {
      QTest::mouseMove(area, QPoint(area->width() / 2, y));
      QTest::qWait(3);  // moves that wait are put together
    }
    QTRY_VERIFY(hovered.count() >= 3);
    for (const auto& told : hovered) seen.insert(told[0].toString());
    QVERIFY(seen.contains("a") && seen.contains("run b") && seen.contains(QString()));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(area, &leave);
    QCOMPARE(left.count(), 1);
  }

  void zoomingByHandIsToldAndFollowedWithoutAnEcho() {
    const auto plot = shownPlot();
    const auto other = shownPlot();
    plot->setCurves({curveOf("a", 100, 1)});
    other->setCurves({curveOf("a", 100, 1)});
    QSignalSpy zoomed(plot.get(), &CurvePlot::rangeXChanged);
    QSignalSpy echo(other.get(), &CurvePlot::rangeXChanged);
    connect(plot.get(), &CurvePlot::rangeXChanged, other.get(), &CurvePlot::setRangeX);
    QWidget* area = canvas(*plot);
    const QPointF middle(area->width() / 2.0, area->height() / 2.0);
    QWheelEvent wheel(middle, area->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(area, &wheel);
    QVERIFY(zoomed.count() > 0);
    QCOMPARE(other->shownRangeX(), plot->shownRangeX());
    QCOMPARE(echo.count(), 0);
    plot->setCurves({curveOf("a", 200, 1)});  // new data do not take the zoom away
    QCOMPARE(other->shownRangeX(), plot->shownRangeX());
    plot->showEverything();
    QCOMPARE(plot->shownRangeX().second, 199.0);
  }

  void theKeyboardMovesTheCursorAndZooms() {
    const auto plot = shownPlot();
    QVERIFY(QTest::qWaitForWindowExposed(plot.get()));
    Curve other = curveOf("b", 3, 2);
    other.x = {0.5, 1.5, 2.5};
    plot->setCurves({curveOf("a", 100, 1), other});
    QSignalSpy moved(plot.get(), &CurvePlot::cursorMoved);
    QWidget* area = canvas(*plot);
    area->setFocus();
    for (int k = 0; k < 3; ++k) QTest::keyClick(area, Qt::Key_Right);
    QTest::keyClick(area, Qt::Key_Left);
    QList<double> places;
    for (const auto& told : moved) places << told[0].toDouble();
    QCOMPARE(places, (QList<double>{0, 0.5, 1, 0.5}));
    QTest::keyClick(area, Qt::Key_Plus);
    const auto [low, high] = plot->shownRangeX();
    QVERIFY(high - low < 90);
    QTest::keyClick(area, Qt::Key_0);
    QCOMPARE(plot->shownRangeX(), std::pair(0.0, 99.0));
  }

  void plotsShareTheFullRange() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", 100, 1)});
    plot->setFullRangeX(-10, 500);
    QCOMPARE(plot->shownRangeX(), std::pair(-10.0, 500.0));
  }

  void outliersAreMarkedNotShown() {
    const auto plot = shownPlot();
    Curve curve = curveOf("norm", 200, 1);
    for (std::size_t i = 0; i < 200; ++i) curve.y[i] += 0.1 * std::sin(static_cast<double>(i));
    curve.y[50] = 1e4;
    plot->setCurves({curve});
    plot->setOutliersIgnored(true);
    QVERIFY(plot->shownRangeY().second < 2);
    QVERIFY(plot->edgeNote().contains("points outside"));
    plot->setOutliersIgnored(false);
    QVERIFY(plot->shownRangeY().second > 1e4);
    QVERIFY(plot->edgeNote().isEmpty());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::LinkedPlotTest)
#include "linked_plot_test.moc"
