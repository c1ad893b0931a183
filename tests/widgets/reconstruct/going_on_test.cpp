#include <cmath>

#include <QAction>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "tests/widgets/models/synthetic_run.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/command_line.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/convergence_panel.h"
#include "widgets/reconstruct/convergence_rows.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/reconstruct/run_list_panel.h"

namespace ptycho {
namespace {

Json record(int iteration, int start, int stage, const char* engine, double residual) {
  return {{"iteration", iteration}, {"start", start}, {"stage", stage}, {"engine", engine}, {"residual", residual},
          {"seconds", 0.1 * iteration}};
}

Json stall(int iteration, int start, int stage) {
  return {{"event", "stalled"}, {"iteration", iteration}, {"start", start}, {"stage", stage}, {"engine", "dm"}};
}

EventSeries seriesOf(const std::vector<Json>& events) {
  EventSeries series;
  series.append(events);
  return series;
}

QStringList wordsOf(const ConvergenceRows& rows) {
  QStringList words;
  for (const auto& [place, word] : rows.marks) words << QStringLiteral("%1 %2").arg(place).arg(word);
  return words;
}

RunRow rowOf(const test::SyntheticRun& run, RunLiveness liveness) {
  RunRow row;
  row.entry.folder = run.folder();
  row.entry.verb = "reconstruct";
  row.entry.name = "scan";
  row.liveness = liveness;
  return row;
}

}  // namespace

/// Runs that stall, begin anew, are stopped and go on.
class GoingOnTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void startsArePiecesAndBordersAreMarked() {
    const auto rows = convergenceRows(seriesOf({record(1, 1, 0, "dm", 0.5), record(2, 1, 1, "awf", 0.4),
                                                record(3, 2, 0, "dm", 0.6), record(4, 2, 1, "awf", 0.3)}));
    QCOMPARE(rows.rows.size(), std::size_t{4});
    QCOMPARE(rows.breaks, std::vector<std::size_t>{2});
    QCOMPARE(wordsOf(rows), QStringList({"0 dm → awf", "2 → start 2", "2 dm → awf"}));
  }

  void stallsAreMarkedWithWhatCameOfThem() {
    const auto gaveUp = convergenceRows(seriesOf({record(1, 1, 0, "dm", 0.5), record(2, 1, 0, "dm", 0.5),
                                                  stall(2, 1, 0), record(3, 1, 0, "dm", 0.5),
                                                  record(4, 1, 1, "awf", 0.4)}));
    QCOMPARE(gaveUp.rows.size(), std::size_t{4});  // the event is no point of a curve
    QCOMPARE(wordsOf(gaveUp), QStringList({"1 stalled", "2 dm → awf"}));
    const auto anew = convergenceRows(seriesOf({record(1, 1, 0, "dm", 0.5), stall(1, 1, 0), record(2, 1, 0, "dm", 0.6),
                                                record(3, 1, 0, "dm", 0.4)}));
    QCOMPARE(wordsOf(anew), QStringList({"0 stalled, anew"}));
  }

  void whatAResumedRunDidOverAgainIsLeftOut() {
    const auto rows = convergenceRows(seriesOf({record(1, 1, 0, "dm", 0.5), record(2, 1, 0, "dm", 0.4), stall(3, 1, 0),
                                                record(3, 1, 0, "dm", 0.3), record(2, 1, 0, "dm", 0.4),
                                                record(3, 1, 0, "dm", 0.3)}));
    QCOMPARE(rows.rows, (std::vector<std::size_t>{0, 4, 5}));
    QCOMPARE(wordsOf(rows), QStringList({"1 resumed"}));
  }

  void curvesHaveNoPointForAnEvent() {
    ConvergencePanel panel;
    panel.setSeries(seriesOf({record(1, 1, 0, "dm", 0.5), stall(1, 1, 0), record(2, 2, 0, "dm", 0.6)}));
    QVERIFY(panel.residualPlot().edgeNote().isEmpty());  // neither the event nor the gap is "not a number"
    panel.setAgainstSeconds(true);
    panel.resize(900, 260);
    panel.show();
    panel.residualPlot().showCursorAt(0.2);
    QVERIFY(panel.residualPlot().cursorLines().join(' ').contains("0.6"));
  }

  void onlyAnEndedRunWithACheckpointCanGoOn_data() {
    QTest::addColumn<int>("liveness");
    QTest::addColumn<bool>("checkpoint");
    QTest::addColumn<QString>("why");
    QTest::newRow("stopped") << int(RunLiveness::Stopped) << true << QString();
    QTest::newRow("lost") << int(RunLiveness::Lost) << true << QString();
    QTest::newRow("without") << int(RunLiveness::Lost) << false << "no checkpoint";
    QTest::newRow("running") << int(RunLiveness::Running) << true << "not ended";
    QTest::newRow("paused") << int(RunLiveness::Paused) << true << "paused";
    QTest::newRow("done") << int(RunLiveness::Done) << true << "done";
  }
  void onlyAnEndedRunWithACheckpointCanGoOn() {
    QFETCH(int, liveness);
    QFETCH(bool, checkpoint);
    QFETCH(QString, why);
    QTemporaryDir root;
    test::SyntheticRun run(root.path().toStdString());
    if (checkpoint) std::ofstream(run.folder() / run_file::kCheckpoint) << "x";
    ReconstructWorkspace workspace;
    workspace.resize(1200, 900);
    workspace.show();
    workspace.setRunRows({rowOf(run, static_cast<RunLiveness>(liveness))});
    auto* button = workspace.findChild<QPushButton*>("resumeRun");
    QVERIFY(!button->isEnabled());  // nothing is chosen
    QTreeView* view = workspace.runList().view();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(0, 0)).center());
    QCOMPARE(button->isEnabled(), why.isEmpty());
    QVERIFY2(button->toolTip().contains(why), qPrintable(button->toolTip()));
    QMenu* menu = workspace.runList().menuFor(run.qFolder());
    auto* action = menu->findChild<QAction*>("resumeAction");
    QCOMPARE(action->isEnabled(), why.isEmpty());
    QVERIFY(action->toolTip().contains(why));
    QSignalSpy resumed(&workspace, &ReconstructWorkspace::runResumeRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(resumed.count(), why.isEmpty() ? 1 : 0);
    if (why.isEmpty()) QCOMPARE(resumed[0][0].toString(), run.qFolder());
    delete menu;
  }

  void resumeNeedsNothingButTheFolder() {
    QCOMPARE(resumeArguments("/runs/one"), QStringList({"reconstruct", "--resume", "/runs/one"}));
  }

  void previewsOfAResumedRunReplaceItsOldResult() {
    QTemporaryDir root;
    test::SyntheticRun run(root.path().toStdString());
    run.writeResult(true);
    ReconstructWorkspace workspace;
    workspace.showRun(run.qFolder());
    workspace.setRunStatus({}, RunLiveness::Stopped, {});
    workspace.setResult(std::make_shared<ResultRecord>(readResult(run.folder() / run_file::kResult).value()));
    workspace.setPreview({"object", 4, ComplexImage(16, 16, Complex(0.5F, 0))});
    QVERIFY(workspace.result());  // nothing works on it: the result stays
    workspace.setRunStatus({}, RunLiveness::Running, {});
    workspace.setPreview({"object", 5, ComplexImage(16, 16, Complex(0.5F, 0))});
    QVERIFY(!workspace.result());
    QVERIFY(!workspace.comparison().pictures().empty());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::GoingOnTest)
#include "going_on_test.moc"
