#include <cmath>
#include <limits>

#include <QElapsedTimer>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "widgets/kit/plot/curve_legend.h"
#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Curve curveOf(const QString& id, std::vector<double> y) {
  Curve curve;
  curve.id = id;
  curve.name = id;
  for (std::size_t i = 0; i < y.size(); ++i) curve.x.push_back(static_cast<double>(i));
  curve.y = std::move(y);
  return curve;
}

std::unique_ptr<CurvePlot> shownPlot(QSize size = {640, 360}) {
  auto plot = std::make_unique<CurvePlot>();
  plot->resize(size);
  plot->show();
  return plot;
}

/// The highest row below the header with a strongly blue pixel.
int highestBlueRow(const QImage& image) {
  for (int row = 40; row < image.height(); ++row) {
    for (int col = 0; col < image.width(); ++col) {
      const QColor colour = image.pixelColor(col, row);
      if (colour.blue() - colour.red() > 60) return row;
    }
  }
  return -1;
}

}  // namespace

class PlotTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void clickMakesAxisLogarithmic() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("loss", {1, 0.1, 0.01, 0.001})});
    auto* button = plot->findChild<QToolButton*>("logY");
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(plot->logY());
    QVERIFY(plot->shownRangeY().first > 0);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!plot->logY());
  }

  void countsValuesWithoutPlace() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("loss", {1, 0, -2, kNaN, kInfinity, 0.5})});
    QCOMPARE(plot->edgeNote(), QString("not a number (×): 1   infinite: 1"));
    plot->setLogY(true);
    QCOMPARE(plot->edgeNote(), QString("≤ 0 (▾): 2   not a number (×): 1   infinite: 1"));
    plot->setCurveVisible("loss", false);
    QVERIFY(plot->edgeNote().isEmpty());
  }

  void rangeIgnoresWhatHasNoPlace() {
    const auto plot = shownPlot();
    plot->setLogY(true);
    plot->setCurves({curveOf("loss", {0.01, -5, kNaN, kInfinity, 0.1})});
    const auto [low, high] = plot->shownRangeY();
    QVERIFY(low > 0.001 && low <= 0.01);
    QVERIFY(high >= 0.1 && high < 1);
  }

  void rangeHoldsReferenceLines() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("nrmse", {0.02, 0.01})});
    plot->setReferenceLines({{"flat", 0.15, {}}});
    QVERIFY(plot->shownRangeY().second >= 0.15);
  }

  void cursorListsEveryShownCurve() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", {1, 2, 3}), curveOf("b", {4, kNaN, 6}), curveOf("c", {7, 8, 9})});
    plot->setCurveVisible("c", false);
    plot->showCursorAt(1.2);
    QCOMPARE(plot->cursorLines(), QStringList({"a  2", "b  not a number"}));
  }

  void theCursorsBoxTellsHowManyHadNoRoom() {
    const auto plot = shownPlot();
    std::vector<Curve> curves;
    for (int k = 0; k < 100; ++k) curves.push_back(curveOf(QStringLiteral("run %1").arg(k), {1, 2, 3}));
    plot->setCurves(curves);
    plot->showCursorAt(1);
    QCOMPARE(plot->cursorLines().size(), 100);
    const QStringList box = plot->cursorBoxLines();
    QVERIFY(box.size() >= 2 && box.size() < 60);
    QCOMPARE(box.first(), QString("run 0  2"));
    QCOMPARE(box.last(), QStringLiteral("+%1 more").arg(100 - box.size() + 1));
    plot->setCurves({curves[0], curves[1]});
    plot->showCursorAt(1);
    QCOMPARE(plot->cursorBoxLines(), plot->cursorLines());
  }

  void zoomStaysWhileDataComesAndDoubleClickShowsEverything() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", {0, 1, 2, 3})});
    QVERIFY(QTest::qWaitForWindowExposed(plot.get()));
    auto* canvas = plot->childAt(plot->width() / 2, plot->height() / 2);
    const QPointF middle(canvas->rect().center());
    QWheelEvent wheel(middle, canvas->mapToGlobal(middle), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(canvas, &wheel);
    const auto zoomed = plot->shownRangeY();
    QVERIFY(zoomed.second - zoomed.first < 3);
    plot->setCurves({curveOf("a", {0, 1, 2, 3, 40})});
    QCOMPARE(plot->shownRangeY(), zoomed);
    QTest::mouseDClick(canvas, Qt::LeftButton, {}, middle.toPoint());
    QVERIFY(plot->shownRangeY().second >= 40);
  }

  void legendClickHidesAndShows() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("amplitude", {1, 2}), curveOf("phase", {3, 4})});
    QVERIFY(QTest::qWaitForWindowExposed(plot.get()));
    auto* legend = plot->findChild<CurveLegend*>();
    QTest::mouseClick(legend, Qt::LeftButton, {}, legend->entryRect(1).center().toPoint());
    QVERIFY(!plot->curveVisible("phase"));
    QVERIFY(plot->curveVisible("amplitude"));
    plot->setCurves({curveOf("amplitude", {1, 2, 3}), curveOf("phase", {3, 4, 5})});
    QVERIFY(!plot->curveVisible("phase"));  // a live update keeps the choice
    QTest::mouseClick(legend, Qt::LeftButton, {}, legend->entryRect(1).center().toPoint());
    QVERIFY(plot->curveVisible("phase"));
  }

  void keysHideAndShowCurves() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("amplitude", {1, 2}), curveOf("phase", {3, 4})});
    QVERIFY(QTest::qWaitForWindowExposed(plot.get()));
    auto* canvas = plot->childAt(plot->width() / 2, plot->height() / 2);
    QTest::keyClick(canvas, Qt::Key_2);
    QVERIFY(plot->curveVisible("amplitude") && !plot->curveVisible("phase"));
    QTest::keyClick(canvas, Qt::Key_2);
    QTest::keyClick(canvas, Qt::Key_3);
    QVERIFY(plot->curveVisible("amplitude") && plot->curveVisible("phase"));
  }

  void keepsColourWhenOthersGo() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", {1, 2}), curveOf("b", {3, 4}), curveOf("c", {3, 4})});
    const QColor before = plot->findChild<CurveLegend*>()->entries()[2].colour;
    plot->setCurves({curveOf("b", {3, 4}), curveOf("c", {3, 4})});
    QCOMPARE(plot->findChild<CurveLegend*>()->entries()[1].colour, before);
  }

  void drawsManyPointsFluentlyAndKeepsTheSpike() {
    std::vector<double> values(1'000'000, 0.0);
    values[617'283] = 1.0;
    const auto plot = shownPlot();
    QElapsedTimer timer;
    plot->setCurves({curveOf("loss", values)});
    QCoreApplication::processEvents();
    plot->setAxisLabels("step", "loss");
    timer.start();
    QCoreApplication::processEvents();
    const QImage image = plot->grab().toImage();
    QVERIFY2(timer.elapsed() < 300, qPrintable(QString::number(timer.elapsed())));
    const int row = highestBlueRow(image);
    QVERIFY2(row > 0 && row < image.height() / 3, qPrintable(QString::number(row)));
  }

  void followsPalette() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", {1, 2})});
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(20, 20, 24));
    dark.setColor(QPalette::Text, Qt::white);
    plot->setPalette(dark);
    const QColor corner = plot->grab().toImage().pixelColor(plot->width() - 3, plot->height() - 3);
    QVERIFY(corner.lightness() < 60);
  }

  void exportsRasterAndVector_data() {
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("png") << "png" << QByteArray("\x89PNG");
    QTest::newRow("svg") << "svg" << QByteArray("<?xml");
    QTest::newRow("pdf") << "pdf" << QByteArray("%PDF");
  }
  void exportsRasterAndVector() {
    QFETCH(QString, suffix);
    QFETCH(QByteArray, start);
    const auto plot = shownPlot();
    plot->setTitle("Residual");
    plot->setCurves({curveOf("a", {1, 2, 3}), curveOf("b", {3, 2, 1})});
    QTemporaryDir folder;
    const QString name = folder.filePath("curves." + suffix);
    QVERIFY(plot->exportTo(name));
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith(start));
    if (suffix == "svg") {
      QVERIFY(bytes.contains("<polyline") || bytes.contains("<path"));
      QVERIFY(bytes.contains("Residual"));
      QVERIFY(!bytes.contains("<image"));  // curves are lines, not a picture of lines
    }
  }

  void refusesWhatItCannotWrite() {
    const auto plot = shownPlot();
    plot->setCurves({curveOf("a", {1, 2})});
    QTemporaryDir folder;
    QVERIFY(!plot->exportTo(folder.filePath("curves.bmp")));
    QVERIFY(!plot->exportTo(folder.filePath("missing/curves.png")));
    QVERIFY(!QFileInfo::exists(folder.filePath("curves.bmp")));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::PlotTest)
#include "plot_test.moc"
