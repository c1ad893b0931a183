#include <QTest>

#include "core/learn/training_spec.h"
#include "tests/widgets/runs_monitor/synthetic_training.h"
#include "widgets/runs_monitor/chart_curves.h"
#include "widgets/runs_monitor/preview_history.h"
#include "widgets/runs_monitor/read_out_rows.h"
#include "widgets/runs_monitor/reference_lines.h"
#include "widgets/runs_monitor/time_left.h"

namespace ptycho {
namespace {

std::shared_ptr<const PreviewRecord> pictureOf(std::int64_t step) {
  return std::make_shared<PreviewRecord>(PreviewRecord{"object", step, ComplexImage(2, 2)});
}

MonitorView viewOver(MonitorAxis axis) {
  MonitorView view;
  view.axis = axis;
  view.scale = axisScale(axis, 0);
  return view;
}

}  // namespace

class MonitorPartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyAxisPlacesTheRows() {
    const auto run = test::syntheticRun("a", Qt::red);
    const auto last = [&](MonitorAxis axis) { return trainPlaces(run, run.curves->train, axis).back(); };
    QCOMPARE(last(MonitorAxis::Step), 2000.0);
    QCOMPARE(last(MonitorAxis::Epoch), 20.0);
    QCOMPARE(last(MonitorAxis::Images), 8000.0);
    QCOMPARE(last(MonitorAxis::ComputeTime), 2000.0);
    QCOMPARE(last(MonitorAxis::SinceStart), 4000.0);
    QCOMPARE(last(MonitorAxis::Clock), 1.7e9 + 4000);
    for (int k = 0; k < kMonitorAxes; ++k) {
      const auto axis = static_cast<MonitorAxis>(k);
      QCOMPARE(validationPlaces(run, run.curves->validation, axis).back(), last(axis));
      QCOMPARE(placeOfStep(run, 2000, axis), last(axis));
    }
  }

  void longTimesAreHours() {
    QCOMPARE(axisScale(MonitorAxis::ComputeTime, 100).factor, 1.0);
    QCOMPARE(axisScale(MonitorAxis::ComputeTime, 3000).factor, 1.0 / 60);
    QCOMPARE(axisScale(MonitorAxis::SinceStart, 30'000).factor, 1.0 / 3600);
    QVERIFY(axisScale(MonitorAxis::Clock, 1.7e9).clock);
  }

  void rowsWithoutTimeHaveNoPlaceOnTheClock() {
    auto run = test::syntheticRun("a", Qt::red, {.times = false});
    ChartCurves made;
    QVERIFY(made.curves(MonitorChart::Loss, {run}, viewOver(MonitorAxis::Clock)).empty());
    QCOMPARE(made.curves(MonitorChart::Loss, {run}, viewOver(MonitorAxis::Step)).size(), std::size_t{1});
  }

  void measuredStandsBehindSmoothed() {
    const auto run = test::syntheticRun("a", Qt::red);
    MonitorView view = viewOver(MonitorAxis::Step);
    ChartCurves made;
    auto curve = made.curves(MonitorChart::Loss, {run}, view).front();
    QCOMPARE(curve.y, run.curves->train.loss);
    QVERIFY(curve.faint_y.empty());
    view.smoothing_length = 100;
    curve = made.curves(MonitorChart::Loss, {run}, view).front();
    QCOMPARE(curve.faint_y, run.curves->train.loss);
    QVERIFY(curve.y != curve.faint_y);
    QCOMPARE(curve.id, run.folder);
  }

  void companionsBelongToTheirRun() {
    auto run = test::syntheticRun("a", Qt::red);
    auto curves = std::make_shared<TrainingCurves>(*run.curves);
    curves->append({{{"kind", "resumed"}, {"step", 1000}}});
    run.curves = curves;
    MonitorView view = viewOver(MonitorAxis::Step);
    ChartCurves made;
    QCOMPARE(made.curves(MonitorChart::Loss, {run}, view).size(), std::size_t{1});
    view.discarded = true;
    const auto withPiece = made.curves(MonitorChart::Loss, {run}, view);
    QCOMPARE(withPiece.size(), std::size_t{2});
    QCOMPARE(withPiece[1].group, run.folder);
    QCOMPARE(withPiece[1].x.front(), 1010.0);
    const auto errors = made.curves(MonitorChart::Amplitude, {run}, view);
    QCOMPARE(errors.size(), std::size_t{3});  // it, its batch statistics, what was taken back
    QVERIFY(errors[1].dashed && errors[2].dashed);
    QCOMPARE(errors[2].x.front(), 1100.0);
    QCOMPARE(errors[0].rings.size(), std::size_t{1});
  }

  void theReadOutTellsTheNearestSampleOfEachRun() {
    auto runs = std::vector{test::syntheticRun("a", Qt::red), test::syntheticRun("b", Qt::blue, {.level = 0.05})};
    runs.push_back(test::unreadRun("c"));
    ChartCurves made;
    const auto rows = readOutRows(MonitorChart::Loss, runs, viewOver(MonitorAxis::Step), 503.0, made);
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].step, 500.0);
    QCOMPARE(rows[1].value, runs[1].curves->train.loss[49]);
    QVERIFY(!rows[2].known);
    const auto last = readOutRows(MonitorChart::Phase, runs, viewOver(MonitorAxis::Step), std::nullopt, made);
    QCOMPARE(last[0].step, 2000.0);
  }

  void theReadOutTellsRowsAfterThoseWithoutATime() {
    auto run = test::syntheticRun("a", Qt::red);
    auto curves = std::make_shared<TrainingCurves>(*run.curves);
    for (std::size_t row = 0; row < 50; ++row) curves->train.time_s[row] = std::nan("");
    run.curves = curves;
    ChartCurves made;
    auto rows = readOutRows(MonitorChart::Loss, {run}, viewOver(MonitorAxis::Clock), 1.7e9 + 2001, made);
    QCOMPARE(rows[0].step, 1000.0);
    QCOMPARE(rows[0].value, curves->train.loss[99]);
    run.visible = false;
    rows = readOutRows(MonitorChart::Loss, {run}, viewOver(MonitorAxis::Clock), 1.7e9 + 2001, made);
    QCOMPARE(rows.size(), std::size_t{1});
    QVERIFY(!rows[0].known);
  }

  void timeLeftIsThePaceSinceTheResumeAndTheValidations() {
    auto run = test::unreadRun("a");
    run.liveness = RunLiveness::Running;
    std::vector<Json> events;
    const auto train = [&](int step, double seconds, double time) {
      events.push_back({{"kind", "train"}, {"step", step}, {"loss", 1}, {"seconds", seconds}, {"time", time}});
    };
    train(10, 1000, 1000);  // slow, before the resume
    train(20, 2000, 2000);
    events.push_back({{"kind", "resumed"}, {"step", 20}});
    for (int step = 30; step <= 100; step += 10) train(step, 2000 + 2 * (step - 20), 5000 + 2 * step);
    events.push_back({{"kind", "validation"}, {"step", 100}, {"seconds", 2160}, {"time", 5207}});  // took 7 s
    auto curves = std::make_shared<TrainingCurves>();
    curves->append(events);
    run.curves = curves;
    QVERIFY(!timeLeft_s(run));
    Json spec;
    spec["training"]["loop"] = {{"steps", 450}, {"validate_every", 100}, {"budget_minutes", 0}};
    run.spec = std::make_shared<Json>(spec);
    QCOMPARE(*timeLeft_s(run), 350 * 2.0 + 4 * 7);  // at 200, 300, 400 and the end
    QCOMPARE(timeLeftText({run}), QString("about 12 min 8 s left (step 100 of 450)"));
    spec["training"]["loop"]["budget_minutes"] = 2360.0 / 60;  // 200 s more: up to step 200
    run.spec = std::make_shared<Json>(spec);
    QCOMPARE(*timeLeft_s(run), 200.0 + 7);
    run.liveness = RunLiveness::Done;
    QVERIFY(timeLeftText({run}).isEmpty());
  }

  void severalFlatPicturesShadeNothing() {
    const auto run = test::syntheticRun("a", Qt::red);
    auto other = test::syntheticRun("b", Qt::blue);
    auto curves = std::make_shared<TrainingCurves>(*other.curves);
    for (double& flat : curves->validation.flat_phase_nrmse) flat = 0.6;
    other.curves = curves;
    auto lines = referenceLines(MonitorChart::Phase, {run, other}, Qt::red, Qt::blue);
    QCOMPARE(lines.size(), std::size_t{3});  // two of them flat, one published
    QVERIFY(!lines[0].shade_above && !lines[1].shade_above);
    other.visible = false;
    lines = referenceLines(MonitorChart::Phase, {run, other}, Qt::red, Qt::blue);
    QVERIFY(lines.at(0).shade_above);
  }

  void rowsSortByValueWithTheUnknownLast() {
    auto runs = std::vector{test::unreadRun("c"), test::syntheticRun("a", Qt::red),
                            test::syntheticRun("b", Qt::blue, {.level = 0.05})};
    ChartCurves made;
    auto rows = readOutRows(MonitorChart::Loss, runs, viewOver(MonitorAxis::Step), std::nullopt, made);
    const auto names = [&rows] { return rows[0].name + rows[1].name + rows[2].name; };
    sortRows(rows, ReadOutOrder::Ascending, 0);
    QCOMPARE(names(), QString("bac"));
    sortRows(rows, ReadOutOrder::Descending, 0);
    QCOMPARE(names(), QString("abc"));
    sortRows(rows, ReadOutOrder::Nearest, 0.04);
    QCOMPARE(names(), QString("bac"));
  }

  void errorsAreHeldAgainstFlatAndThePublishedValue() {
    auto run = test::syntheticRun("a", Qt::red);
    Json spec;
    spec["training"] = trainingSpecToJson(TrainingSpec{});
    run.spec = std::make_shared<Json>(spec);
    auto other = run;
    other.folder = "/runs/other";
    const auto lines = referenceLines(MonitorChart::Phase, {run, other}, Qt::red, Qt::blue);
    QCOMPARE(lines.size(), std::size_t{2});  // one line for both runs
    QCOMPARE(lines[0].value, 0.41);
    QVERIFY(lines[0].shade_above);
    QVERIFY2(lines[1].name.contains("60 px"), qPrintable(lines[1].name));
    QVERIFY(!lines[1].shade_above);
    QVERIFY(referenceLines(MonitorChart::Loss, {run}, Qt::red, Qt::blue).empty());
  }

  void picturesAreThinnedButFirstAndLastStay() {
    PreviewHistory history;
    for (int step = 0; step < 500; ++step) history.add(pictureOf(step));
    QVERIFY(history.size() <= PreviewHistory::kMost);
    QCOMPARE(history.at(0)->step, 0);
    QCOMPARE(history.at(history.size() - 1)->step, 499);
    QVERIFY(std::abs(history.at(history.nearest(250))->step - 250) <= 32);
    PreviewHistory watched;
    for (int step = 0; step < 500; ++step) watched.add(pictureOf(step), 7);
    QCOMPARE(watched.at(watched.nearest(7))->step, 7);  // the one on the screen stays
    history.add(pictureOf(100));  // resumed from there
    QCOMPARE(history.at(history.size() - 1)->step, 100);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::MonitorPartsTest)
#include "monitor_parts_test.moc"
