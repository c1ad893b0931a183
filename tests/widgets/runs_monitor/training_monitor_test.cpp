#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "tests/widgets/runs_monitor/synthetic_training.h"
#include "widgets/kit/plot/curve_legend.h"
#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {
namespace {

std::unique_ptr<TrainingMonitor> shownMonitor() {
  auto monitor = std::make_unique<TrainingMonitor>();
  monitor->resize(1200, 700);
  monitor->show();
  return monitor;
}

std::vector<MonitoredRun> twoRuns() {
  return {test::syntheticRun("first", Qt::red), test::syntheticRun("second", Qt::blue, {.level = 0.05})};
}

CurvePlot* chart(const TrainingMonitor& monitor, const char* key) { return monitor.findChild<CurvePlot*>(key); }

/// The widget of a chart that takes the pointer.
QWidget* canvas(CurvePlot* plot) {
  QWidget* found = nullptr;
  for (auto* child : plot->findChildren<QWidget*>()) {
    if (child->inherits("QCustomPlot")) found = child;
  }
  return found;
}

QStringList legendNames(const CurvePlot& plot) {
  QStringList names;
  for (const auto& entry : plot.findChild<CurveLegend*>()->entries()) names << entry.name;
  return names;
}

std::shared_ptr<const PreviewRecord> picture(std::int64_t step) {
  return std::make_shared<PreviewRecord>(PreviewRecord{"object", step, ComplexImage(16, 16, Complex(1, 0))});
}

}  // namespace

class TrainingMonitorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void saysWhatToDoWhenEmpty() {
    const auto monitor = shownMonitor();
    monitor->setRuns({});
    QVERIFY(!monitor->findChild<QLabel*>("alerts")->isVisible());
    monitor->setRuns({test::unreadRun("none")});  // nothing read yet
    QCOMPARE(monitor->findChild<QTreeWidget*>("readOut")->topLevelItemCount(), 1);
  }

  void drawsLossLogarithmicallyAndErrorsAgainstFlat() {
    const auto monitor = shownMonitor();
    monitor->setRuns(twoRuns());
    QVERIFY(chart(*monitor, "loss")->logY());
    QVERIFY(chart(*monitor, "phase")->shownRangeY().second >= 0.41);  // the flat line is in sight
    const auto [low, high] = chart(*monitor, "loss")->shownRangeX();
    QCOMPARE(low, 0.0);
    QCOMPARE(high, 2000.0);
  }

  void oneCursorRunsThroughAllCharts() {
    const auto monitor = shownMonitor();
    QVERIFY(QTest::qWaitForWindowExposed(monitor.get()));
    monitor->setRuns(twoRuns());
    QTest::qWait(50);
    auto* title = monitor->findChild<QLabel*>("readOutTitle");
    QVERIFY(title->text().contains("last"));
    QWidget* loss = canvas(chart(*monitor, "loss"));
    QTest::mouseMove(loss, QPoint(loss->width() / 2, loss->height() / 2));
    QTRY_VERIFY2(title->text().contains("at step"), qPrintable(title->text()));
    auto* list = monitor->findChild<QTreeWidget*>("readOut");
    const int step = list->topLevelItem(0)->text(3).toInt();
    QVERIFY(step > 500 && step < 1500);
    QVERIFY(!list->topLevelItem(1)->text(2).isEmpty());
    QWidget* phase = canvas(chart(*monitor, "phase"));
    QTest::mouseMove(phase, QPoint(phase->width() / 2, phase->height() / 2));
    QTRY_VERIFY2(title->text().startsWith("Phase NRMSE"), qPrintable(title->text()));
  }

  void aTickHidesARunAtOnce() {
    const auto monitor = shownMonitor();
    monitor->setRuns(twoRuns());
    QSignalSpy asked(monitor.get(), &TrainingMonitor::visibilityChanged);
    auto* item = monitor->findChild<QTreeWidget*>("readOut")->topLevelItem(0);
    item->setCheckState(0, Qt::Unchecked);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].toString(), QString("/runs/first"));
    QCOMPARE(asked[0][1].toBool(), false);
    // The range now is that of the other one alone.
    QVERIFY(chart(*monitor, "loss")->shownRangeY().second < 0.5);
  }

  void pointingAtARowHighlightsTheRun() {
    const auto monitor = shownMonitor();
    QVERIFY(QTest::qWaitForWindowExposed(monitor.get()));
    monitor->setRuns(twoRuns());
    QSignalSpy told(monitor.get(), &TrainingMonitor::highlighted);
    auto* list = monitor->findChild<QTreeWidget*>("readOut");
    QTest::mouseMove(list->viewport(), list->visualItemRect(list->topLevelItem(1)).center());
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(told[0][0].toString(), QString("/runs/second"));
    monitor->highlight("/runs/first");  // from outside: nothing is told back
    QCOMPARE(told.count(), 1);
  }

  void namesOfRunsStayReadableInANarrowList() {
    const auto monitor = shownMonitor();
    QVERIFY(QTest::qWaitForWindowExposed(monitor.get()));
    monitor->setRuns(twoRuns());
    auto* list = monitor->findChild<QTreeWidget*>("readOut");
    for (const int width : {160, 700}) {
      list->setFixedWidth(width);
      QTRY_COMPARE(list->width(), width);
      QTRY_VERIFY(list->columnWidth(0) >= 110);
    }
    QTRY_VERIFY(list->columnWidth(0) > 300);  // what the numbers leave
  }

  void theKeyboardWalksRunsAndSamples() {
    const auto monitor = shownMonitor();
    QVERIFY(QTest::qWaitForWindowExposed(monitor.get()));
    monitor->activateWindow();
    monitor->setRuns(twoRuns());
    QSignalSpy told(monitor.get(), &TrainingMonitor::highlighted);
    auto* list = monitor->findChild<QTreeWidget*>("readOut");
    list->setFocus();
    QTRY_VERIFY(list->hasFocus());
    list->setCurrentItem(list->topLevelItem(0));
    QTest::keyClick(list, Qt::Key_Down);
    QVERIFY(!told.isEmpty());
    QCOMPARE(told.back()[0].toString(), QString("/runs/second"));
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(list->topLevelItem(1)->checkState(0), Qt::Unchecked);
    QTest::keyClick(canvas(chart(*monitor, "loss")), Qt::Key_Right);
    QCOMPARE(list->topLevelItem(0)->text(3), QString("10"));
  }

  void theListLeavesRoomForTheNames() {
    const auto monitor = shownMonitor();
    QVERIFY(QTest::qWaitForWindowExposed(monitor.get()));
    monitor->setRuns(twoRuns());
    auto* list = monitor->findChild<QTreeWidget*>("readOut");
    constexpr int kTickAndColour_px = 45;
    QVERIFY(list->columnWidth(0) >= kTickAndColour_px + list->fontMetrics().horizontalAdvance("second"));
    const int before = list->columnWidth(3);
    monitor->setRuns({test::syntheticRun("first", Qt::red, {.every = 1'000'000})});
    QVERIFY(list->columnWidth(3) > before);  // nothing is cut off
  }

  void smoothingNeverEmptiesTheColumn() {
    const auto monitor = shownMonitor();
    monitor->setRuns(twoRuns());
    auto* item = monitor->findChild<QTreeWidget*>("readOut")->topLevelItem(0);
    auto* slider = monitor->findChild<QSlider*>("smoothing");
    slider->setValue(slider->maximum());
    QVERIFY(item->text(1) != item->text(2));
    slider->setValue(0);
    QCOMPARE(item->text(1), item->text(2));
  }

  void allChartsFollowTheAxis() {
    const auto monitor = shownMonitor();
    monitor->setRuns(twoRuns());
    monitor->findChild<QComboBox*>("monitorAxis")->setCurrentIndex(2);  // images
    QCOMPARE(chart(*monitor, "loss")->shownRangeX().second, 8000.0);
    QCOMPARE(chart(*monitor, "amplitude")->shownRangeX().second, 8000.0);
    QTest::mouseClick(chart(*monitor, "phase")->findChild<QToolButton*>("logX"), Qt::LeftButton);
    QVERIFY(chart(*monitor, "loss")->logX());
    QVERIFY(chart(*monitor, "loader_wait")->logX());
  }

  void outliersLeaveTheRangeAndAreCounted() {
    const auto monitor = shownMonitor();
    auto runs = twoRuns();
    auto spoiled = std::make_shared<TrainingCurves>(*runs[0].curves);
    spoiled->train.gradient_norm[100] = 1e6;
    runs[0].curves = spoiled;
    monitor->setRuns(runs);
    auto* norm = chart(*monitor, "gradient_norm");
    QVERIFY(norm->shownRangeY().second > 1e5);
    QTest::mouseClick(monitor->findChild<QToolButton*>("ignoreOutliers"), Qt::LeftButton);
    QVERIFY(norm->shownRangeY().second < 10);
    QVERIFY2(norm->edgeNote().contains("points outside"), qPrintable(norm->edgeNote()));
  }

  void growingCurvesAreDrawnInTheirTurn() {
    const auto monitor = shownMonitor();
    QVERIFY(QTest::qWaitForWindowExposed(monitor.get()));
    auto runs = twoRuns();
    monitor->setRuns(runs);
    auto* item = monitor->findChild<QTreeWidget*>("readOut")->topLevelItem(0);
    for (int rows = 201; rows <= 220; ++rows) {
      runs[0].curves = test::syntheticCurves({.rows = rows});
      monitor->setRuns(runs);
    }
    QTRY_COMPARE_WITH_TIMEOUT(item->text(3), QString("2200"), 10'000);
    // The run that has grown ends where its last validation is, the other one where it ended before.
    CurvePlot* phase = chart(*monitor, "phase");
    QCOMPARE(phase->shownRangeX().second, 2200.0);
    phase->showCursorAt(2200);
    const auto& grown = runs[0].curves->validation.phase_nrmse;
    const auto& other = runs[1].curves->validation.phase_nrmse;
    QCOMPARE(grown.size(), std::size_t{23});
    const auto ends = [](const QString& line, double value) {
      return std::abs(line.section(' ', -1).toDouble() / value - 1) < 0.01;
    };
    QVERIFY2(ends(phase->cursorLines()[0], grown.back()), qPrintable(phase->cursorLines().join('|')));
    QVERIFY2(ends(phase->cursorLines()[1], other.back()), qPrintable(phase->cursorLines().join('|')));
    monitor->hide();
    runs[0].curves = test::syntheticCurves({.rows = 230});
    monitor->setRuns(runs);
    QTest::qWait(50);
    QCOMPARE(item->text(3), QString("2200"));
    monitor->show();
    QCOMPARE(item->text(3), QString("2300"));
  }

  void runsWithTheSameSettingsBecomeOneCurve() {
    const auto monitor = shownMonitor();
    auto runs = twoRuns();
    runs.push_back(test::syntheticRun("third", Qt::green, {.level = 0.4}));
    for (std::size_t k = 0; k < runs.size(); ++k) {
      Json spec = *runs[k].spec;
      spec["training"]["loop"]["seed"] = k;
      spec["training"]["network"]["base_channels"] = k == 2 ? 64 : 16;
      runs[k].spec = std::make_shared<Json>(spec);
    }
    monitor->setRuns(runs);
    auto* by = monitor->findChild<QComboBox*>("groupBy");
    QVERIFY(by->isVisible());
    QCOMPARE(by->count(), 3);  // alone, seeds apart, the field that differs
    by->setCurrentIndex(2);
    const auto names = legendNames(*chart(*monitor, "loss"));
    QCOMPARE(names, (QStringList{"base_channels 16 (n = 2)", "base_channels 64 (n = 1)"}));
    by->setCurrentIndex(0);
    QVERIFY(legendNames(*chart(*monitor, "loss")).isEmpty());
  }

  void warnsInWords() {
    const auto monitor = shownMonitor();
    auto runs = twoRuns();
    runs[1].liveness = RunLiveness::Lost;
    monitor->setRuns(runs);
    auto* alerts = monitor->findChild<QLabel*>("alerts");
    QVERIFY(alerts->isVisible());
    QVERIFY2(alerts->text().contains("second: Its process is gone"), qPrintable(alerts->text()));
    runs[1].liveness = RunLiveness::Failed;
    runs[1].message = "The disk is full.";
    monitor->setRuns(runs);
    QVERIFY2(alerts->text().contains("The disk is full."), qPrintable(alerts->text()));
    runs[1].visible = false;
    monitor->setRuns(runs);
    QVERIFY(!alerts->isVisible());
  }

  void discardedValidationsAloneCanBeShown() {
    const auto monitor = shownMonitor();
    auto run = test::syntheticRun("a", Qt::red);
    auto* button = monitor->findChild<QToolButton*>("discardedPieces");
    monitor->setRuns({run});
    QVERIFY(!button->isEnabled());
    auto curves = std::make_shared<TrainingCurves>(*run.curves);
    curves->discarded_validation.push_back(curves->validation);
    run.curves = curves;
    const auto again = shownMonitor();
    again->setRuns({run});
    QVERIFY(again->findChild<QToolButton*>("discardedPieces")->isEnabled());
  }

  void thePictureFollowsUntilAnotherIsChosen() {
    const auto monitor = shownMonitor();
    monitor->setRuns(twoRuns());
    auto* slider = monitor->findChild<QSlider*>("previewSlider");
    auto* step = monitor->findChild<QSpinBox*>("previewStep");
    QVERIFY(!slider->isVisible());
    for (const int at : {100, 200, 300}) monitor->setPreview("/runs/first", picture(at));
    QCOMPARE(slider->maximum(), 2);
    QCOMPARE(step->value(), 300);
    step->setValue(190);
    QCOMPARE(step->value(), 200);
    QVERIFY(monitor->findChild<QLabel*>("previewNote")->text().contains("step 200"));
    monitor->setPreview("/runs/first", picture(400));
    QCOMPARE(step->value(), 200);  // stays where it was put
    monitor->setPreview("/runs/second", picture(7));
    QCOMPARE(slider->maximum(), 3);  // the picture of the first run only
  }

  void theLayoutIsRemembered() {
    const auto monitor = shownMonitor();
    monitor->setRuns(twoRuns());
    monitor->findChild<QComboBox*>("monitorAxis")->setCurrentIndex(3);
    monitor->findChild<QSlider*>("smoothing")->setValue(20);
    chart(*monitor, "loss")->setLogY(false);
    chart(*monitor, "phase")->setLogY(true);
    const QByteArray layout = monitor->saveLayout();
    const auto other = shownMonitor();
    other->restoreLayout("not a layout");
    QVERIFY(chart(*other, "loss")->logY());
    other->restoreLayout(layout);
    QCOMPARE(other->findChild<QComboBox*>("monitorAxis")->currentIndex(), 3);
    QCOMPARE(other->findChild<QSlider*>("smoothing")->value(), 20);
    QVERIFY(!chart(*other, "loss")->logY());
    QVERIFY(chart(*other, "phase")->logY());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::TrainingMonitorTest)
#include "training_monitor_test.moc"
