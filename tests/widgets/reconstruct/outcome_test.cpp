#include <cmath>

#include <QCheckBox>
#include <QSlider>
#include <QTest>
#include <QTreeWidget>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/plot/vector_plot.h"
#include "widgets/reconstruct/positions_panel.h"
#include "widgets/reconstruct/probe_modes.h"
#include "widgets/reconstruct/probe_result_panel.h"
#include "widgets/reconstruct/resolution_panel.h"
#include "widgets/models/result_spec.h"

namespace ptycho {
namespace {

constexpr int kGrid = 4;

/// Two modes with three quarters and one quarter of the power; a 4 × 4 scan.
std::shared_ptr<ResultRecord> resultOf(const char* chain) {
  auto record = std::make_shared<ResultRecord>();
  ReconstructionSpec spec;
  spec.stages = parseChain(chain).value();
  record->spec_json = jsonText(reconstructionSpecToJson(spec));
  record->reconstruction.object = ComplexImage(32, 32, 1);
  record->reconstruction.probe = ComplexStack(2, 8, 8);
  for (std::size_t i = 0; i < 64; ++i) {
    record->reconstruction.probe.image(0)[i] = std::polar(std::sqrt(3.0F), 0.1F * static_cast<float>(i));
    record->reconstruction.probe.image(1)[i] = Complex(0, i % 2 == 0 ? 1.0F : -1.0F);
  }
  for (int row = 0; row < kGrid; ++row) {
    for (int col = 0; col < kGrid; ++col) record->scan.positions.push_back({6.0 * row, 6.0 * col});
  }
  record->scan.window_px = 8;
  record->scan.object_rows = record->scan.object_cols = 32;
  record->reconstruction.positions = record->scan.positions;
  return record;
}

/// Position 5 moved by (+0.32, −0.64), all by (1, 2) beside.
std::shared_ptr<ResultRecord> movedResult() {
  auto record = resultOf("dm:30:positions=gradient:positions_from=1:positions_bound_px=3");
  for (Position& position : record->reconstruction.positions) {
    position.row += 1;
    position.col += 2;
  }
  record->reconstruction.positions[5].row += 0.32;
  record->reconstruction.positions[5].col -= 0.64;
  return record;
}

}  // namespace

class OutcomeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void modesAreListedWithTheirPower() {
    ProbeResultPanel panel;
    panel.setResult(resultOf("dm:30:probe_from=2"));
    QVERIFY(panel.amplitudeView().readOut({3, 4}).contains("1.73"));
    QCOMPARE(panel.list().topLevelItemCount(), 2);
    QCOMPARE(panel.list().topLevelItem(0)->text(1), QString("75.0 %"));
    QCOMPARE(panel.list().topLevelItem(1)->text(1), QString("25.0 %"));
    panel.resize(1200, 300);
    panel.show();
    const QRect second = panel.list().visualItemRect(panel.list().topLevelItem(1));
    QTest::mouseClick(panel.list().viewport(), Qt::LeftButton, {}, second.center());
    QVERIFY(!panel.amplitudeView().readOut({3, 4}).contains("1.73"));  // the first mode's amplitude
    QVERIFY(panel.showsGiven());
    panel.clear();
    QCOMPARE(panel.list().topLevelItemCount(), 0);
  }

  void resolutionComesFromHalvesAndTheirPixel() {
    ResolutionPanel panel;
    auto result = resultOf("dm:30");
    panel.setResult(result);
    QVERIFY(ResolutionPanel::resolutionText(*result).isEmpty());
    RingCorrelation rings;
    rings.frequency = {0.1, 0.2, 0.3, 0.4, 0.5};
    rings.correlation = {0.99, 0.9, 0.4, 0.1, 0.0};
    rings.half_bit = {0.5, 0.4, 0.35, 0.3, 0.3};
    rings.cutoff_half_bit = 0.25;
    result->reconstruction.halves = rings;
    QVERIFY(ResolutionPanel::resolutionText(*result).contains("2.00 px"));
    Geometry geometry;
    geometry.detector_side_px = 8;
    result->geometry = geometry;
    const double pixel_nm = 1e9 * objectPixelOf(geometry);
    panel.setResult(result);
    QVERIFY(ResolutionPanel::resolutionText(*result).contains(QString::number(2 * pixel_nm, 'f', 1) + " nm"));
    panel.resize(900, 260);
    panel.show();
    panel.plot().showCursorAt(0.2e-6 / (1e-9 * pixel_nm));
    QVERIFY2(panel.plot().cursorLines().join('\n').contains("0.9"), qPrintable(panel.plot().cursorLines().join('|')));
  }

  void givenProbeStandsBesideTheFoundOne() {
    ProbeResultPanel panel;
    const auto result = resultOf("dm:30:probe_from=2");
    panel.setResult(result);
    QVERIFY(panel.note().isEmpty());
    ComplexStack given(result->reconstruction.probe);
    for (Complex& value : given) value *= Complex(0, 2);
    panel.setGivenProbe(given);
    const bool none = panel.note().contains("by < 0.1 %") || panel.note().contains("by 0.0 %");
    QVERIFY2(none, qPrintable(panel.note()));  // a common factor is no difference
    panel.setGivenProbe(ComplexStack(1, 4, 4, 1));
    QVERIFY(panel.note().contains("another size"));
  }

  void probeThatWasNotUpdatedSaysWhatToDo() {
    ProbeResultPanel panel;
    panel.setResult(resultOf("dm:30"));
    QVERIFY2(panel.note().contains("Update from"), qPrintable(panel.note()));
    panel.setResult(resultOf("dm:30:probe_from=40"));  // after the stage's end
    QVERIFY(panel.note().contains("Update from"));
  }

  void variationShowsItsCoefficients() {
    auto result = resultOf("epie:30:probe_from=2:opr_modes=1");
    result->reconstruction.variation.modes = ComplexStack(1, 8, 8, 0.125F);
    result->reconstruction.variation.coefficients = Image<Complex>(kGrid * kGrid, 1, Complex(0, 1.6F));
    ProbeResultPanel panel;
    panel.setResult(result);
    QCOMPARE(panel.list().topLevelItemCount(), 3);
    QCOMPARE(panel.list().topLevelItem(2)->text(1), QString("1.0 %"));  // 2.56 / 256
    panel.choose(2);
    QVERIFY(!panel.showsGiven());
    panel.resize(1200, 300);
    panel.show();
    panel.coefficientPlot().showCursorAt(3);
    QVERIFY(panel.coefficientPlot().cursorLines().join(' ').contains("0.1155"));  // 1.6 / √192
    panel.choose(0);
    QVERIFY(panel.showsGiven());
  }

  void intensitiesOfThePatternsAreShown() {
    auto result = resultOf("epie:30:probe_from=2:scale_from=1");
    for (int j = 0; j < kGrid * kGrid; ++j) result->reconstruction.scales.push_back(j % 2 == 0 ? 1.05F : 0.95F);
    ProbeResultPanel panel;
    panel.setResult(result);
    QCOMPARE(panel.list().topLevelItemCount(), 3);
    QCOMPARE(panel.list().topLevelItem(2)->text(0), QString("Intensity"));
    QCOMPARE(panel.list().topLevelItem(2)->text(1), QString("± 5.0 %"));
    panel.choose(2);
    QVERIFY(!panel.showsGiven());
    panel.resize(1200, 300);
    panel.show();
    panel.coefficientPlot().showCursorAt(3);
    QVERIFY(panel.coefficientPlot().cursorLines().join(' ').contains("0.95"));
  }

  void differenceIgnoresAFactorAndSeesARightAngle() {
    ComplexImage a(1, 2);
    a[0] = 1;
    ComplexImage b(1, 2);
    b[1] = Complex(0, 3);
    QCOMPARE(relativeDifference(a, b), 1.0);
    ComplexImage c(a);
    c[0] = Complex(-2, 2);
    QVERIFY(relativeDifference(a, c) < 1e-6);
    QVERIFY(std::abs(phaseBetween(a, c) * c[0] - Complex(std::sqrt(8.0F), 0)) < 1e-5F);
    QVERIFY(std::isnan(relativeDifference(a, ComplexImage(2, 2, 1))));
  }

  void positionsThatStayedSayWhatToDo() {
    PositionsPanel panel;
    QVERIFY(panel.emptyText().contains("result"));
    panel.setResult(resultOf("dm:30"));
    QVERIFY2(panel.emptyText().contains("Refine positions"), qPrintable(panel.emptyText()));
    panel.setResult(movedResult());
    QVERIFY(panel.emptyText().isEmpty());
    panel.clear();
    QVERIFY(!panel.emptyText().isEmpty());
  }

  void numbersOfTheDriftAreWritten() {
    PositionsPanel panel;
    panel.setResult(movedResult());
    // 15/16 of 0.716 px are left when the common shift is taken out.
    QVERIFY2(panel.numbersText().contains("0.671 px"), qPrintable(panel.numbersText()));
    QVERIFY(panel.numbersText().contains("0 of 16"));
    QVERIFY(panel.numbersText().contains("rotation"));
  }

  void hoveringNamesAPositionAndAClickKeepsIt() {
    PositionsPanel panel;
    panel.resize(1300, 420);
    panel.show();
    panel.setResult(movedResult());
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QTest::qWait(50);
    QVERIFY(panel.namedText().startsWith("Point at"));
    QWidget* canvas = panel.map().childAt(panel.map().rect().center());
    QVERIFY(canvas);
    QTest::mouseMove(canvas, panel.map().placeOf(2).toPoint());
    QTRY_VERIFY2(panel.namedText().startsWith("position 2:"), qPrintable(panel.namedText()));
    QTest::mouseClick(canvas, Qt::LeftButton, {}, panel.map().placeOf(5).toPoint());
    QVERIFY2(panel.namedText().startsWith("position 5: row +0.30, column −0.60, 0.67 px"),
             qPrintable(panel.namedText()));
    QCOMPARE(panel.map().chosen(), 5);
  }

  void magnificationFollowsTheSliderUntilAutomaticAgain() {
    PositionsPanel panel;
    panel.setResult(movedResult());
    auto* slider = panel.findChild<QSlider*>("magnification");
    auto* automatic = panel.findChild<QCheckBox*>("automaticMagnification");
    QVERIFY(automatic->isChecked());
    QCOMPARE(panel.map().magnification(), 5.0);  // 0.671 px on a spacing of about 4.5 px
    slider->setValue(6);
    QCOMPARE(panel.map().magnification(), 100.0);
    QVERIFY(!automatic->isChecked());
    panel.setResult(movedResult());
    QCOMPARE(panel.map().magnification(), 100.0);
    automatic->click();
    QCOMPARE(panel.map().magnification(), 5.0);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::OutcomeTest)
#include "outcome_test.moc"
