#include <cmath>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "core/metrics/metrics.h"
#include "tests/widgets/failures/sample_evaluation.h"
#include "widgets/failures/cause_table.h"
#include "widgets/failures/compare_page.h"
#include "widgets/failures/error_maps_panel.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/failures/image_page.h"
#include "widgets/failures/why_page.h"
#include "widgets/kit/image/image_view.h"
#include "widgets/kit/plot/scatter_plot.h"

namespace ptycho {
namespace {

/// As a loader gives it: the second method's estimate was not kept.
std::shared_ptr<const ImagePictures> pictures(std::int64_t image, bool both) {
  const EvaluationTable table = sampleEvaluation(4, 4);
  const Evaluation& evaluation = table.stored.evaluation;
  auto out = std::make_shared<ImagePictures>();
  out->image = image;
  out->name = "photo.jpg";
  out->truth = evaluation.kept[0].truth;
  for (int method = 0; method < 2; ++method) {
    ImageEstimate estimate{QString::fromStdString(evaluation.methods[static_cast<std::size_t>(method)]), method,
                           evaluation.records[static_cast<std::size_t>(method)], {}};
    if (both || method == 0) estimate.object = evaluation.kept[static_cast<std::size_t>(method)].object;
    if (!estimate.object.empty()) {
      const ObjectError error = objectError(estimate.object, out->truth);
      estimate.record.amplitude_nrmse = error.amplitude_nrmse;
      estimate.record.phase_nrmse = error.phase_nrmse;
    }
    out->estimates.push_back(std::move(estimate));
  }
  return out;
}

struct Page : FailuresWorkspace {
  Page() {
    resize(1600, 950);
    QWidget::show();
  }
};

}  // namespace

class FailuresPagesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void truthAndEstimateShareOneRangeAndErrorsAreSymmetric() {
    ImagePage page;
    page.setPictures(pictures(100, true));
    for (int row = 0; row < 2; ++row) {
      QCOMPARE(page.grid().view(row, 0).shownLimits(), page.grid().view(row, 1).shownLimits());
      const auto [low, high] = page.grid().view(row, 2).shownLimits();
      QCOMPARE(low, -high);
      QCOMPARE(page.grid().view(row, 2).colorMap(), ColorMap::Coolwarm);
    }
    QVERIFY2(page.footText().contains("as stored"), qPrintable(page.footText()));
    QVERIFY(page.footText().contains("no ramp, no shift"));
  }

  void zoomAndPlaceSurviveTheNextImage() {
    ImagePage page;
    page.resize(1100, 900);
    page.show();
    page.setPictures(pictures(100, true));
    page.grid().view(0, 0).setVisibleRect(QRectF(8, 8, 12, 12));
    const ViewPlace place = page.grid().view(1, 2).viewPlace();
    QVERIFY(!place.fitted);
    page.setPictures(pictures(101, true));
    for (int k = 0; k < 6; ++k) QCOMPARE(page.grid().view(k / 3, k % 3).viewPlace().scale, place.scale);
  }

  void spaceBlinksAndASwipeLineDivides() {
    ImagePage page;
    page.resize(1100, 900);
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    page.setPictures(pictures(100, true));
    page.grid().view(0, 1).setFocus();
    QTest::keyClick(&page.grid().view(0, 1), Qt::Key_Space);
    QVERIFY(page.grid().blinking());
    QVERIFY(page.grid().heading(0, 1).contains("truth"));
    page.grid().setBlinking(false);
    const QString left = page.grid().view(0, 1).readOut({2, 5}), right = page.grid().view(0, 1).readOut({40, 5});
    page.grid().setSwipe(ErrorGrid::Swipe::Upright);
    QVERIFY(page.grid().view(0, 1).readOut({2, 5}) != left);
    QCOMPARE(page.grid().view(0, 1).readOut({2, 5}), page.grid().view(0, 0).readOut({2, 5}));
    QCOMPARE(page.grid().view(0, 1).readOut({40, 5}), right);
  }

  void aLineIsOnAllPicturesAndEscTakesItAway() {
    Page page;
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    page.setTable(sampleTable(4), "run", "/run");
    page.setPictures(pictures(100, true));
    ErrorGrid& grid = page.imagePage().grid();
    QSignalSpy drawn(&grid, &ErrorGrid::lineDrawn);
    Q_EMIT grid.view(0, 0).profileRequested({2, 3}, {30, 20});
    QCOMPARE(drawn.count(), 1);
    QVERIFY(grid.escape());
    QVERIFY(!grid.escape());
  }

  void differenceOfTwoMethodsAndComplexObjects() {
    ImagePage page;
    page.setPictures(pictures(100, true));
    page.grid().setMode(ErrorGrid::Mode::Methods);
    QVERIFY2(page.grid().heading(0, 0).contains("network"), qPrintable(page.grid().heading(0, 0)));
    QVERIFY2(page.grid().heading(0, 2).contains("flat-chain − network"), qPrintable(page.grid().heading(0, 2)));
    page.grid().setMode(ErrorGrid::Mode::Complex);
    QVERIFY(page.grid().heading(0, 0).startsWith("Complex"));
    QVERIFY(page.grid().view(1, 0).isHidden());
  }

  void whatWasNotKeptCanBeComputed() {
    ImagePage page;
    page.show();
    page.setPictures(pictures(100, false));
    auto* compute = page.findChild<QPushButton*>("compute");
    auto* method = page.findChild<QComboBox*>("shownMethod");
    QVERIFY(compute->isHidden());
    method->setCurrentIndex(1);
    Q_EMIT method->activated(1);
    QVERIFY(!compute->isHidden());
    QVERIFY(!page.grid().hasEstimate());
    QSignalSpy wished(&page, &ImagePage::computeRequested);
    QTest::mouseClick(compute, Qt::LeftButton);
    QCOMPARE(wished.count(), 1);
    QCOMPARE(wished[0][0].toLongLong(), 100);
    QCOMPARE(wished[0][1].toInt(), 1);
  }

  void causesAreRankedAndThePlotFollows() {
    Page page;
    page.setTable(sampleTable(120), "run", "/run");
    page.showPage("why");
    WhyPage& why = page.whyPage();
    QTRY_VERIFY(why.causes().rowCount() > 5);
    QCOMPARE(why.causes().causes()[0].feature->key, std::string("local_contrast"));
    QCOMPARE(why.causes().item(0, 4)->text(), QString("confirmed"));
    const int last = why.causes().rowCount() - 1;
    QCOMPARE(why.causes().item(last, 4)->text(), QString("not distinguishable"));
    QVERIFY(!why.featurePlot().placeOf(100).isNull());
  }

  void aGroupBecomesAFilter() {
    Page page;
    page.setTable(sampleTable(200), "run", "/run");
    page.showPage("why");
    WhyPage& why = page.whyPage();
    QTRY_VERIFY(why.slices().rowCount() > 0);
    Q_EMIT why.slices().sliceChosen(0);
    QCOMPARE(static_cast<std::size_t>(page.order().rowCount()), why.slices().slices()[0].records.size());
  }

  void aLassoChoosesAndAClickShows() {
    Page page;
    page.setTable(sampleTable(40), "run", "/run");
    page.showPage("compare");
    ScatterPlot& plot = page.comparePage().plot();
    QTRY_VERIFY(!plot.placeOf(120).isNull());
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.placeOf(120).toPoint());
    QCOMPARE(page.selection().currentImage(), 120);
    const QPoint middle = plot.placeOf(110).toPoint();
    QTest::mousePress(&plot, Qt::LeftButton, Qt::ShiftModifier, middle - QPoint(60, 60));
    QTest::mouseMove(&plot, middle);
    QTest::mouseMove(&plot, middle + QPoint(20, 20));
    QTest::mouseRelease(&plot, Qt::LeftButton, Qt::ShiftModifier, middle + QPoint(20, 20));
    QVERIFY(page.selection().images().contains(110));
    QVERIFY(page.selection().images().size() < 40);
  }

  void anotherEvaluationMayComeWhileMethodsAreCompared() {
    FailuresWorkspace workspace;
    workspace.resize(1400, 900);
    workspace.show();
    workspace.setTable(sampleTable(40), "many", "/many");
    QVERIFY(workspace.showPage("compare"));
    QVERIFY(workspace.comparePage().isVisible());
    workspace.setTable(sampleTable(3), "few", "/few");
    workspace.clear();
    workspace.setTable(sampleTable(40), "many", "/many");
    QVERIFY(workspace.comparePage().isVisible());
    QVERIFY(workspace.comparePage().findChild<ScatterPlot*>() != nullptr);
  }

  void comparisonCountsByTheThreshold() {
    Page page;
    page.setTable(sampleTable(40), "run", "/run");
    page.showPage("compare");
    ComparePage& compare = page.comparePage();
    QTRY_COMPARE(compare.comparison().improved, 40U);
    QVERIFY2(compare.summary().contains("40 improved, 0 unchanged, 0 regressed"), qPrintable(compare.summary()));
    compare.setThreshold(1);
    QCOMPARE(compare.comparison().improved, 0U);
    EvaluationTable other = sampleEvaluation(50);
    other.stored.evaluation.records.erase(other.stored.evaluation.records.begin(),
                                          other.stored.evaluation.records.begin() + 4);
    compare.setOther(sampleTable(other), "other");
    QCOMPARE(compare.comparison().images.size(), 0U);  // of 50 images the features are others: no image is the same
    compare.setOther(sampleTable(40), "same");
    QCOMPARE(compare.comparison().images.size(), 40U);
    QVERIFY(std::abs(compare.comparison().median_change) < 1e-12);
  }

  void theReferenceIsThatOfTheChanges() {
    Page page;
    page.setTable(sampleTable(5), "run", "/run");
    page.comparePage().setReference(1);
    QCOMPARE(page.order().evaluation().reference(), 1);
  }

  void errorByLightFindsTheUnlitRim() {
    RealImage error(1, 8), light(1, 8);
    for (std::size_t k = 0; k < 8; ++k) {
      light[k] = static_cast<float>(k + 1);
      error[k] = k < 2 ? 1.0F : 0.1F;
    }
    const ErrorByLight by = errorByLight(error, light, 4);
    QCOMPARE(by.light.size(), 4U);
    QCOMPARE(by.error[0], 1.0);
    QVERIFY(std::abs(by.error[3] - 0.1) < 1e-6);
    QVERIFY(errorByLight(error, RealImage(2, 2), 4).light.empty());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::FailuresPagesTest)
#include "pages_test.moc"
