#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/kit/plot/profile_panel.h"

namespace ptycho {
namespace {

constexpr std::size_t kSide = 32;

ComplexImage ramp(float amplitudeFactor, float phaseOffset) {
  ComplexImage object(kSide, kSide);
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < kSide; ++c) {
      const float share = static_cast<float>(c) / static_cast<float>(kSide);
      object(r, c) = std::polar(amplitudeFactor * (0.5F + 0.5F * share), -1.0F * share + phaseOffset);
    }
  }
  return object;
}

EventSeries series(bool truth) {
  EventSeries out;
  for (int i = 1; i <= 6; ++i) {
    Json event{{"iteration", i},      {"stage", i > 4 ? 1 : 0}, {"engine", i > 4 ? "awf" : "dm"},
               {"residual", 1.0 / i}, {"seconds", 0.5 * i},     {"amplitude_nrmse", "nan"},
               {"phase_nrmse", "nan"}};
    if (truth) event["amplitude_nrmse"] = 0.2 / i;
    if (truth) event["phase_nrmse"] = 0.4 / i;
    out.append({event});
  }
  return out;
}

}  // namespace

class ComparisonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void truthAndEstimateShareOneRange() {
    ComparisonPanel panel;
    panel.resize(900, 600);
    panel.setPictures(objectPictures(ramp(1.2F, 0), ramp(1, 0), 0));
    for (int row = 0; row < 2; ++row) {
      QCOMPARE(panel.view(row, 0).shownLimits(), panel.view(row, 1).shownLimits());
      const auto [low, high] = panel.view(row, 2).shownLimits();
      QCOMPARE(low, -high);
      QVERIFY(high > 0);
      QCOMPARE(panel.view(row, 2).colorMap(), ColorMap::Coolwarm);
    }
    QVERIFY(panel.view(0, 1).shownLimits().second > 1.1);  // the estimate's brighter part is inside
  }

  void headingsCarryTheErrors() {
    ComparisonPanel panel;
    panel.setPictures(objectPictures(ramp(1.1F, 0.7F), ramp(1, 0), 0));
    QVERIFY2(panel.heading(0, 1).contains("NRMSE 0.1000"), qPrintable(panel.heading(0, 1)));
    QVERIFY2(panel.heading(1, 1).contains("NRMSE 0.0000"),
             qPrintable(panel.heading(1, 1)));  // a constant phase is no error
  }

  void spaceBlinksBetweenEstimateAndTruth() {
    ComparisonPanel panel;
    panel.resize(900, 600);
    panel.show();
    panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    panel.setPictures(objectPictures(ramp(1.2F, 0), ramp(1, 0), 0));
    QSignalSpy blinks(&panel, &ComparisonPanel::blinkingChanged);
    panel.view(0, 1).setFocus();
    QTest::keyClick(&panel.view(0, 1), Qt::Key_Space);
    QVERIFY(panel.blinking());
    QVERIFY(panel.heading(0, 1).contains("truth"));
    QTest::keyClick(&panel.view(0, 1), Qt::Key_Space);
    QVERIFY(!panel.blinking());
    QCOMPARE(blinks.count(), 2);
  }

  void linkedViewsZoomTogether() {
    ComparisonPanel panel;
    panel.resize(900, 600);
    panel.show();
    panel.setPictures(objectPictures(ramp(1.2F, 0), ramp(1, 0), 0));
    panel.view(0, 0).setVisibleRect(QRectF(4, 4, 8, 8));
    const QRectF other = panel.view(1, 2).visibleRect();
    QVERIFY(other.center().x() > 6 && other.center().x() < 10);
    QVERIFY(other.width() < 24);
  }

  void withoutTruthThereAreAmplitudePhaseAndComplex() {
    ComparisonPanel panel;
    panel.resize(900, 400);
    panel.show();
    panel.setPictures(objectPictures(ramp(1, 0), {}, 0));
    QVERIFY(!panel.pictures().hasTruth());
    QCOMPARE(panel.heading(0, 0), QString("Amplitude"));
    QCOMPARE(panel.heading(0, 1), QString("Phase"));
    QVERIFY(panel.heading(0, 2).startsWith("Complex"));
    QVERIFY(!panel.view(1, 0).isVisible());
    panel.setBlinking(true);
    QVERIFY(!panel.blinking());
  }

  void truthOfAnotherShapeIsNotCompared() {
    QVERIFY(!objectPictures(ramp(1, 0), ComplexImage(8, 8, Complex(1, 0)), 0).hasTruth());
  }

  void livePicturesKeepTheirLimits() {
    ComparisonPanel panel;
    const RangeSpec ranges;
    panel.setPictures(objectPictures(ramp(0.3F, 0), {}, 0), &ranges);
    const auto first = panel.view(0, 0).shownLimits();
    panel.setPictures(objectPictures(ramp(3, 0), {}, 0), &ranges);
    QCOMPARE(panel.view(0, 0).shownLimits(), first);
    QCOMPARE(first, std::pair(ranges.amplitude_min, ranges.amplitude_max));
  }

  void curvesRunAgainstIterationOrSeconds() {
    ConvergencePanel panel;
    panel.setSeries(series(true));
    panel.residualPlot().showCursorAt(3);
    QCOMPARE(panel.residualPlot().cursorLines(), QStringList{"residual  0.3333"});
    panel.errorPlot().showCursorAt(2);
    QCOMPARE(panel.errorPlot().cursorLines(), QStringList({"amplitude  0.1", "phase  0.2"}));
    panel.setAgainstSeconds(true);
    panel.residualPlot().showCursorAt(3);
    QCOMPARE(panel.residualPlot().cursorLines(), QStringList{"residual  0.1667"});
    QVERIFY(panel.residualPlot().logY());
  }

  void withoutTruthThereIsNoErrorToDraw() {
    ConvergencePanel panel;
    panel.setSeries(series(false));
    QVERIFY(panel.hasCurves());
    QVERIFY(!panel.hasErrors());
    panel.errorPlot().showCursorAt(3);
    QVERIFY(panel.errorPlot().cursorLines().isEmpty());
  }

  void flatBaselineIsOnThePlot() {
    ConvergencePanel panel;
    panel.setSeries(series(true));
    panel.setFlatBaseline(0.15, 0.9);
    QVERIFY(panel.errorPlot().shownRangeY().second >= 0.9);
  }

  void profileFollowsTheCursor() {
    ProfilePanel panel;
    const ObjectPictures pictures = objectPictures(ramp(1.2F, 0), ramp(1, 0), 0);
    const AlignedPictures& p = pictures.pictures;
    panel.setPictures(p.amplitude, p.phase, p.truth_amplitude, p.truth_phase, 0);
    panel.setPixel({16, 3});
    panel.amplitudePlot().showCursorAt(0);
    QCOMPARE(panel.amplitudePlot().cursorLines(), QStringList({"estimate  0.6", "truth  0.5"}));
    panel.setPixel({-5, 999});  // outside: the nearest pixel
    panel.clear();
    QVERIFY(panel.amplitudePlot().cursorLines().isEmpty());
  }

  void quantilesIgnoreWhatIsNoNumber() {
    RealImage image(1, 5);
    image[0] = 1;
    image[1] = 2;
    image[2] = 3;
    image[3] = NAN;
    image[4] = INFINITY;
    QCOMPARE(quantile(image, 0), 1.0);
    QCOMPARE(quantile(image, 0.5), 2.0);
    QCOMPARE(quantile(image, 1), 3.0);
    QCOMPARE(quantile(RealImage(1, 1, NAN), 0.5), 0.0);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::ComparisonTest)
#include "comparison_test.moc"
