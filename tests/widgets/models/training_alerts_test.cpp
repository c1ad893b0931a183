#include <cmath>

#include <QTest>

#include "widgets/models/training_alerts.h"

namespace ptycho {
namespace {

using Kind = TrainingAlert::Kind;

TrainingCurves falling(int rows) {
  TrainingCurves curves;
  std::vector<Json> events;
  for (int row = 1; row <= rows; ++row) {
    events.push_back({{"kind", "train"}, {"step", 10 * row}, {"loss", 1.0 / row}, {"gradient_norm", 0.1}});
  }
  curves.append(events);
  return curves;
}

Json validation(int step, double error, double batch, double flat = 0.3) {
  return {{"kind", "validation"},           {"step", step},
          {"amplitude_nrmse", error},       {"phase_nrmse", error},
          {"batch_amplitude_nrmse", batch}, {"batch_phase_nrmse", batch},
          {"flat_amplitude_nrmse", flat},   {"flat_phase_nrmse", flat}};
}

std::vector<Kind> kindsOf(const TrainingCurves& curves, RunLiveness liveness = RunLiveness::Running) {
  std::vector<Kind> kinds;
  for (const auto& alert : trainingAlerts(curves, liveness)) kinds.push_back(alert.kind);
  return kinds;
}

}  // namespace

class TrainingAlertsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aGoodTrainingHasNone() {
    auto curves = falling(100);
    curves.append({validation(0, 0.5, 0.9), validation(500, 0.2, 0.19), validation(1000, 0.1, 0.1)});
    QVERIFY(kindsOf(curves).empty());
    QVERIFY(kindsOf({}).empty());
  }

  void tellsTheStepOfTheFirstNotANumber() {
    auto curves = falling(10);
    curves.append({{{"kind", "train"}, {"step", 110}, {"loss", "nan"}, {"gradient_norm", 0.1}}});
    const auto alerts = trainingAlerts(curves, RunLiveness::Running);
    QCOMPARE(alerts.size(), std::size_t{1});
    QCOMPARE(alerts[0].kind, Kind::NotANumber);
    QVERIFY(alerts[0].severe);
    QVERIFY2(alerts[0].text.contains("step 110"), qPrintable(alerts[0].text));
  }

  void aLossThatNeverWasANumberIsTold() {
    TrainingCurves curves;
    const auto lost = [](int step) { return Json{{"kind", "train"}, {"step", step}, {"loss", "nan"}}; };
    curves.append({lost(10), lost(20)});
    const auto alerts = trainingAlerts(curves, RunLiveness::Running);
    QCOMPARE(alerts.size(), std::size_t{1});  // nothing of the gradient, which is not recorded
    QVERIFY2(alerts[0].text.contains("step 10 (2 in all)"), qPrintable(alerts[0].text));
  }

  void aRisingWeightIsNoDivergence() {
    TrainingCurves curves;
    std::vector<Json> events;
    for (int row = 1; row <= 100; ++row)
      events.push_back({{"kind", "train"}, {"step", 10 * row}, {"loss", 0.1 * row}, {"loss_mse", 1.0 / row}});
    curves.append(events);
    QVERIFY(kindsOf(curves).empty());
  }

  void aFailedRunSaysWhy() {
    const auto alerts = trainingAlerts(falling(10), RunLiveness::Failed, "The disk is full.");
    QCOMPARE(alerts.size(), std::size_t{1});
    QVERIFY2(alerts[0].text.contains("The disk is full."), qPrintable(alerts[0].text));
  }

  void divergenceIsARiseThatStays() {
    auto curves = falling(100);
    curves.append({{{"kind", "train"}, {"step", 1010}, {"loss", 0.2}}});  // one spike is none
    curves.train.gradient_norm.back() = 0.1;
    QVERIFY(kindsOf(curves).empty());
    std::vector<Json> events;
    for (int row = 102; row < 140; ++row)
      events.push_back({{"kind", "train"}, {"step", 10 * row}, {"loss", 0.5}, {"gradient_norm", 1.0}});
    curves.append(events);
    QCOMPARE(kindsOf(curves), (std::vector<Kind>{Kind::Divergence}));
  }

  void worseThanFlatCountsAfterTheStartOnly() {
    auto curves = falling(100);
    curves.append({validation(0, 0.5, 0.5)});
    QVERIFY(kindsOf(curves).empty());
    curves.append({validation(500, 0.4, 0.4)});
    QCOMPARE(kindsOf(curves), (std::vector<Kind>{Kind::WorseThanFlat, Kind::WorseThanFlat}));
  }

  void averagesThatPartFromTheBatchAreTold() {
    auto curves = falling(100);
    curves.append({validation(500, 0.25, 0.2)});
    QCOMPARE(kindsOf(curves), (std::vector<Kind>{Kind::Gap}));
    curves.append({validation(600, 0.23, 0.2)});
    QVERIFY(kindsOf(curves).empty());
  }

  void aPlateauNeedsValidationsAndSteps() {
    auto curves = falling(100);
    curves.append({validation(100, 0.1, 0.1), validation(110, 0.2, 0.2), validation(120, 0.2, 0.2)});
    QVERIFY(kindsOf(curves).empty());
    curves.append({validation(140, 0.2, 0.2), validation(160, 0.2, 0.2), validation(180, 0.2, 0.2)});
    QCOMPARE(kindsOf(curves), (std::vector<Kind>{Kind::Plateau}));
  }

  void theDeadComeFirst() {
    auto curves = falling(100);
    curves.append({validation(500, 0.25, 0.2)});
    QCOMPARE(kindsOf(curves, RunLiveness::Lost), (std::vector<Kind>{Kind::Dead, Kind::Gap}));
    QCOMPARE(kindsOf(curves, RunLiveness::Stuck).size(), std::size_t{2});
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::TrainingAlertsTest)
#include "training_alerts_test.moc"
