#include <cmath>

#include <QTest>

#include "widgets/models/training_curves.h"

namespace ptycho {
namespace {

Json train(double step, const Json& loss = 0.5) {
  return {{"kind", "train"}, {"step", step}, {"loss", loss}, {"seconds", 2 * step}, {"time", 1000 + 3 * step}};
}

Json validation(double step, double amplitude, double phase) {
  return {{"kind", "validation"},         {"step", step},
          {"amplitude_nrmse", amplitude}, {"phase_nrmse", phase},
          {"flat_amplitude_nrmse", 0.2},  {"best", amplitude < 0.2}};
}

Json resumed(double step) { return {{"kind", "resumed"}, {"step", step}}; }

TrainingCurves curvesOf(const std::vector<Json>& events) {
  TrainingCurves curves;
  curves.append(events);
  return curves;
}

}  // namespace

class TrainingCurvesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sortsEventsIntoColumns() {
    const auto curves = curvesOf({validation(0, 0.3, 0.4),
                                  train(1),
                                  {{"kind", "other"}, {"step", 3}},
                                  train(10, 0.25),
                                  validation(10, 0.1, 0.3)});
    QCOMPARE(curves.train.step, (std::vector<double>{1, 10}));
    QCOMPARE(curves.train.loss, (std::vector<double>{0.5, 0.25}));
    QCOMPARE(curves.train.seconds, (std::vector<double>{2, 20}));
    QCOMPARE(curves.train.time_s, (std::vector<double>{1003, 1030}));
    QVERIFY(std::isnan(curves.train.gradient_norm[0]));
    QCOMPARE(curves.validation.amplitude_nrmse, (std::vector<double>{0.3, 0.1}));
    QCOMPARE(curves.validation.best, (std::vector<bool>{false, true}));
  }

  void keepsNotANumberAsSuch() {
    const auto curves = curvesOf({train(1), train(2, "nan"), train(3, "inf")});
    QVERIFY(std::isnan(curves.train.loss[1]));
    QCOMPARE(curves.train.loss[2], std::numeric_limits<double>::infinity());
  }

  void aResumeMakesOneCurveAndKeepsWhatWasTakenBack() {
    const auto curves =
        curvesOf({train(400), train(500), validation(500, 0.1, 0.2), train(600), validation(600, 0.1, 0.2), train(700),
                  resumed(500), train(600, 0.125), train(700), train(800)});
    QCOMPARE(curves.train.step, (std::vector<double>{400, 500, 600, 700, 800}));
    QCOMPARE(curves.train.loss[2], 0.125);
    QCOMPARE(curves.discarded.size(), std::size_t{1});
    QCOMPARE(curves.discarded[0].step, (std::vector<double>{600, 700}));
    QCOMPARE(curves.discarded[0].loss.size(), std::size_t{2});
    QCOMPARE(curves.validation.step, (std::vector<double>{500}));
    QCOMPARE(curves.discarded_validation[0].step, (std::vector<double>{600}));
    QCOMPARE(curves.resumed_at, (std::vector<double>{500}));
  }

  void aResumeFromTheLastStepDiscardsNothing() {
    const auto curves = curvesOf({train(400), train(500), resumed(500), train(600)});
    QVERIFY(curves.discarded.empty());
    QCOMPARE(curves.resumed_at, (std::vector<double>{500}));
  }

  void stepsThatFallBackAreABeginningAnew() {
    const auto curves =
        curvesOf({validation(0, 0.3, 0.4), train(1), train(10), validation(0, 0.3, 0.4), train(1), train(10)});
    QCOMPARE(curves.train.step, (std::vector<double>{1, 10}));
    QCOMPARE(curves.discarded[0].step, (std::vector<double>{1, 10}));
    QCOMPARE(curves.validation.step, (std::vector<double>{0}));
    QCOMPARE(curves.resumed_at, (std::vector<double>{0}));
  }

  void aValidationMadeOnceMoreReplacesItself() {
    const auto curves = curvesOf({train(10), validation(10, 0.3, 0.4), resumed(10), validation(10, 0.1, 0.2)});
    QCOMPARE(curves.validation.amplitude_nrmse, (std::vector<double>{0.1}));
    QCOMPARE(curves.train.step, (std::vector<double>{10}));
  }

  void theBestValidationIsTheLeastSumAfterTheStart() {
    QCOMPARE(curvesOf({}).bestValidation(), -1);
    QCOMPARE(curvesOf({validation(0, 0.1, 0.1)}).bestValidation(), -1);
    const auto curves = curvesOf({validation(0, 0.01, 0.01), validation(10, 0.2, 0.3), validation(20, 0.1, 0.3),
                                  validation(30, std::nan(""), 0.1), validation(40, 0.2, 0.25)});
    QCOMPARE(curves.bestValidation(), 2);
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::TrainingCurvesTest)
#include "training_curves_test.moc"
