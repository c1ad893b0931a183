#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include "tests/widgets/runs/sample_rows.h"
#include "widgets/runs/run_filter.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/run_table_panel.h"

namespace ptycho {

using test::digestOf;
using test::rowOf;

namespace {

const std::vector<RunRow>& someRuns() {
  static const std::vector<RunRow> rows{rowOf("net-a", "train", RunLiveness::Running, 300),
                                        rowOf("net-b", "train", RunLiveness::Done, 200),
                                        rowOf("scan", "reconstruct", RunLiveness::Failed, 100),
                                        rowOf("old", "simulate", RunLiveness::Done, 50)};
  return rows;
}

QStringList names(const RunTablePanel& panel) {
  QStringList list;
  for (int row = 0; row < panel.proxy().rowCount(); ++row) {
    list << panel.proxy().index(row, RunTableModel::kName).data().toString();
  }
  return list;
}

void choose(QWidget& panel, const char* name, const QString& word) {
  auto* box = panel.findChild<QComboBox*>(name);
  box->setFocus();
  QTest::keyClick(box, Qt::Key_Home);
  for (int i = 0; i < box->findText(word); ++i) QTest::keyClick(box, Qt::Key_Down);
}

/// Clicks into the box before a run's name.
void tick(RunTablePanel& panel, int row) {
  const QRect cell = panel.view()->visualRect(panel.proxy().index(row, RunTableModel::kName));
  QTest::mouseClick(panel.view()->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 10, cell.center().y()));
}

}  // namespace

class RunTableTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<RunTableModel> m_model;
  std::unique_ptr<RunTablePanel> m_panel;

 private Q_SLOTS:
  void init() {
    m_model = std::make_unique<RunTableModel>();
    m_panel = std::make_unique<RunTablePanel>(*m_model);
    m_model->setRows(someRuns());
    m_model->setDigest("/runs/net-a", digestOf(0.09, 0.4, {"noise"}));
    m_model->setDigest("/runs/net-b", digestOf(0.05, 0.3, {"noise", "best"}));
    m_model->setDigest("/runs/scan", digestOf(0.07, 0.2));
    m_panel->refresh("/runs");
    m_panel->resize(900, 400);
    m_panel->show();
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
  }
  void cleanup() {
    m_panel.reset();
    m_model.reset();
  }

  void keepsTheRulesOfModels() {
    RunTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(someRuns());
    model.setDigest("/runs/net-b", digestOf(0.05, 0.3));
    model.setTicked("/runs/net-b", true);
    model.setRows({someRuns()[1]});
    model.setRows({});
    QVERIFY(model.ticked().isEmpty());
  }

  void showsRunsOfEveryVerbNewestFirst() {
    QCOMPARE(names(*m_panel), QStringList({"net-a", "net-b", "scan", "old"}));
    const QModelIndex best = m_panel->proxy().index(1, RunTableModel::kAmplitude);
    QCOMPARE(best.data().toString(), QString("0.0500"));
    QVERIFY(best.data(Qt::ToolTipRole).toString().contains("step 100"));
  }

  void sortsByNumbersWithTheUnknownLast() {
    m_panel->view()->sortByColumn(RunTableModel::kAmplitude, Qt::AscendingOrder);
    QCOMPARE(names(*m_panel), QStringList({"net-b", "scan", "net-a", "old"}));
  }

  void typedWordsNarrowTheList() {
    auto* text = m_panel->findChild<QLineEdit*>("filterText");
    QTest::keyClicks(text, "NOISE net");
    QCOMPARE(names(*m_panel), QStringList({"net-a", "net-b"}));
    QTest::keyClicks(text, " best");
    QCOMPARE(names(*m_panel), QStringList({"net-b"}));
    text->selectAll();
    QTest::keyClick(text, Qt::Key_Delete);
    QCOMPARE(names(*m_panel).size(), 4);
  }

  void verbStateAndTagNarrowTheList() {
    choose(*m_panel, "filterVerb", "train");
    QCOMPARE(names(*m_panel), QStringList({"net-a", "net-b"}));
    choose(*m_panel, "filterState", "under way");
    QCOMPARE(names(*m_panel), QStringList({"net-a"}));
    choose(*m_panel, "filterVerb", "All verbs");
    choose(*m_panel, "filterState", "in trouble");
    QCOMPARE(names(*m_panel), QStringList({"scan"}));
    choose(*m_panel, "filterState", "All states");
    choose(*m_panel, "filterTag", "best");
    QCOMPARE(names(*m_panel), QStringList({"net-b"}));
  }

  void filtersSurviveNewRuns() {
    choose(*m_panel, "filterVerb", "train");
    auto rows = someRuns();
    rows.push_back(rowOf("net-c", "train", RunLiveness::Queued, 900));
    m_model->setRows(rows);
    m_panel->refresh("/runs");
    QCOMPARE(names(*m_panel), QStringList({"net-c", "net-a", "net-b"}));
  }

  void aTickGivesAColourThatStays() {
    QSignalSpy ticks(m_model.get(), &RunTableModel::tickedChanged);
    tick(*m_panel, 0);
    tick(*m_panel, 1);
    QCOMPARE(m_model->ticked(), QStringList({"/runs/net-a", "/runs/net-b"}));
    QCOMPARE(ticks.count(), 2);
    const int first = m_model->colours().knownIndex("/runs/net-a");
    const int second = m_model->colours().knownIndex("/runs/net-b");
    QVERIFY(first != second);
    tick(*m_panel, 0);
    QCOMPARE(m_model->ticked(), QStringList({"/runs/net-b"}));
    RunColours later;
    later.fromText(m_model->colours().toText());
    QCOMPARE(later.indexOf("/moved/net-a", {}), first);
    QCOMPARE(later.indexOf("/moved/net-b", {}), second);
  }

  void onlyTrainingsHaveABox() {
    tick(*m_panel, 2);
    QVERIFY(m_model->ticked().isEmpty());
    QVERIFY(!m_panel->proxy().index(2, 0).data(Qt::CheckStateRole).isValid());
  }

  void spaceTicksTheChosenRun() {
    m_panel->select("/runs/net-b");
    QTest::keyClick(m_panel->view(), Qt::Key_Space);
    QCOMPARE(m_model->ticked(), QStringList({"/runs/net-b"}));
  }

  void thePointerTellsWhichRunIsMeant() {
    QSignalSpy hovered(m_panel.get(), &RunTablePanel::hovered);
    const QRect cell = m_panel->view()->visualRect(m_panel->proxy().index(1, 1));
    QTest::mouseMove(m_panel->view()->viewport(), cell.center());
    QTRY_VERIFY(!hovered.isEmpty());
    QCOMPARE(hovered.last()[0].toString(), QString("/runs/net-b"));
  }

  void theSchedulersWordStandsBesideTheRunsOwn() {
    RunRow row = rowOf("job", "train", RunLiveness::Queued, 1000);
    m_model->setRows({row});
    RunDigest digest;
    digest.job = SchedulerJob{"slurm", "7", SchedulerState::Pending, "Resources", {}, {}, {}, {}, {}};
    m_model->setDigest("/runs/job", digest);
    const QModelIndex state = m_model->index(0, RunTableModel::kState);
    QCOMPARE(state.data().toString(), QString("queued · pending"));
    digest.job->unknown_since = "2026-11-23T12:03:00.000+00:00";
    m_model->setDigest("/runs/job", digest);
    QVERIFY(state.data().toString().startsWith("queued · unknown since "));
  }

  void endingsAreToldApart() {
    RunRow row = rowOf("job", "train", RunLiveness::Stopped, 1000);
    const auto word = [&] {
      m_model->setRows({row});
      return m_model->index(0, RunTableModel::kState).data().toString();
    };
    QCOMPARE(word(), QString("stopped"));
    row.entry.status->stopped_by = StopCause::Interrupt;
    QCOMPARE(word(), QString("stopped · Ctrl+C"));
    row.entry.status->stopped_by = StopCause::Termination;
    QCOMPARE(word(), QString("stopped · terminated"));
    row.entry.status->stopped_by = StopCause::TimeWarning;
    QCOMPARE(word(), QString("stopped · time limit"));
    row.entry.status->stopped_by = StopCause::TimeBudget;
    row.liveness = RunLiveness::Done;
    QCOMPARE(word(), QString("done · time budget"));
    row.liveness = RunLiveness::Lost;
    QCOMPARE(word(), QString("lost"));
    RunDigest digest;
    digest.job = SchedulerJob{"slurm", "7", SchedulerState::Ended, "PREEMPTED by 12", {}, {}, {}, {}, {}};
    m_model->setDigest("/runs/job", digest);
    QCOMPARE(word(), QString("lost · PREEMPTED"));
  }

  void aNameOfYourOwnIsShown() {
    RunDigest digest = digestOf(0.1, 0.1);
    digest.notes.title = "Night run";
    m_model->setDigest("/runs/net-a", digest);
    QCOMPARE(names(*m_panel).first(), QString("Night run"));
  }

  void anEmptyListSaysWhatToDo() {
    m_model->setRows({});
    m_panel->refresh("/runs");
    QVERIFY(!m_panel->view()->isVisible());
    QSignalSpy wishes(m_panel.get(), &RunTablePanel::newRunRequested);
    QTest::mouseClick(m_panel->findChild<QWidget*>("firstRun"), Qt::LeftButton);
    QCOMPARE(wishes.count(), 1);
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::RunTableTest)
#include "run_table_test.moc"
