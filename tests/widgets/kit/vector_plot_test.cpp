#include <QSignalSpy>
#include <QTest>

#include "widgets/kit/plot/vector_plot.h"

namespace ptycho {
namespace {

/// A 5 × 3 grid of spacing 10; the last arrow is the longest.
std::vector<PlotVector> grid(double longest) {
  std::vector<PlotVector> vectors;
  for (int row = 0; row < 3; ++row) {
    for (int col = 0; col < 5; ++col) vectors.push_back({{10.0 * col, 10.0 * row}, {0.01, 0}, false});
  }
  vectors.back().by = {0, longest};
  return vectors;
}

void showNow(VectorPlot& plot) {
  plot.resize(500, 300);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  QTest::qWait(50);
}

}  // namespace

class VectorPlotTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bothDirectionsHaveOneScaleAndRowsGoDown() {
    VectorPlot plot;
    plot.setVectors(grid(0.5));
    showNow(plot);
    const QPointF across = plot.placeOf(4) - plot.placeOf(0);
    const QPointF down = plot.placeOf(10) - plot.placeOf(0);
    QVERIFY(across.x() > 0 && down.y() > 0);
    QVERIFY(std::abs(across.x() / 40 - down.y() / 20) < 0.02 * across.x() / 40);
    QVERIFY(QRectF(plot.rect()).contains(plot.placeOf(14)));
  }

  void automaticMagnificationFitsTheSpacing() {
    VectorPlot plot;
    plot.setVectors(grid(0.5));
    QCOMPARE(plot.fittingMagnification(), 10.0);  // √(40·20/15) = 7.3 px of room for 0.5 px
    plot.setVectors(grid(80));
    QCOMPARE(plot.fittingMagnification(), 1.0);  // never drawn shorter than they are
    plot.setVectors({});
    QCOMPARE(plot.fittingMagnification(), 1.0);
  }

  void referenceArrowIsARoundNumberThatFollowsTheMagnification() {
    VectorPlot plot;
    plot.setVectors(grid(0.5));
    plot.setMagnification(10);
    showNow(plot);
    const QString small = plot.referenceText();
    QVERIFY2(QStringList({"0.2 px", "0.5 px", "1 px"}).contains(small), qPrintable(small));
    plot.setMagnification(1);
    QTest::qWait(50);
    QVERIFY(plot.referenceText() != small);
    plot.setVectors({});
    QVERIFY(plot.referenceText().isEmpty());
  }

  void tellsWhatIsUnderTheCursor() {
    VectorPlot plot;
    plot.setVectors(grid(0.5));
    showNow(plot);
    QSignalSpy hovers(&plot, &VectorPlot::hovered);
    QSignalSpy clicks(&plot, &VectorPlot::clicked);
    QWidget* canvas = plot.childAt(plot.rect().center());
    QTest::mouseMove(canvas, plot.placeOf(7).toPoint());
    QTRY_COMPARE(hovers.count(), 1);
    QCOMPARE(hovers[0][0].toInt(), 7);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, plot.placeOf(3).toPoint());
    QCOMPARE(clicks.count(), 1);
    QCOMPARE(clicks[0][0].toInt(), 3);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::VectorPlotTest)
#include "vector_plot_test.moc"
