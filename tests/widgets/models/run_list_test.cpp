#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/models/synthetic_run.h"
#include "widgets/models/run_root_watcher.h"
#include "widgets/models/run_list_model.h"

namespace ptycho {
namespace {

RunRow rowOf(const std::string& name, RunLiveness liveness, std::int64_t modified_s,
             const std::string& verb = "reconstruct") {
  RunRow row;
  row.entry.folder = "/runs/" + name;
  row.entry.name = name;
  row.entry.verb = verb;
  row.entry.modified_s = modified_s;
  row.entry.status = RunStatus{};
  row.liveness = liveness;
  return row;
}

QStringList namesOf(const QAbstractItemModel& model) {
  QStringList names;
  for (int row = 0; row < model.rowCount(); ++row) names << model.index(row, RunListModel::kName).data().toString();
  return names;
}

}  // namespace

class RunListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsTheRulesOfModels() {
    RunListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({rowOf("a", RunLiveness::Running, 3), rowOf("b", RunLiveness::Done, 2)});
    model.setRows({rowOf("c", RunLiveness::Queued, 4), rowOf("b", RunLiveness::Lost, 2)});
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
  }

  void keepsRowsInPlaceWhileTheyChange() {
    RunListModel model;
    model.setRows({rowOf("a", RunLiveness::Running, 3), rowOf("b", RunLiveness::Running, 2)});
    const QPersistentModelIndex b = model.index(1, 0);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setRows({rowOf("new", RunLiveness::Running, 9), rowOf("b", RunLiveness::Done, 2)});
    QCOMPARE(changes.count(), 1);
    QVERIFY(b.isValid());
    QCOMPARE(b.data().toString(), QString("b"));
    QCOMPARE(b.sibling(b.row(), RunListModel::kState).data().toString(), QString("done"));
  }

  void sortsByRawValues() {
    RunListModel model;
    model.setRows({rowOf("old", RunLiveness::Done, 900), rowOf("new", RunLiveness::Done, 10'000),
                   rowOf("middle", RunLiveness::Done, 2'000)});
    RunListProxy proxy;
    proxy.setSourceModel(&model);
    proxy.sort(RunListModel::kStarted, Qt::DescendingOrder);
    QCOMPARE(namesOf(proxy), QStringList({"new", "middle", "old"}));
  }

  void filtersByVerb() {
    RunListModel model;
    model.setRows({rowOf("sim", RunLiveness::Done, 1, "simulate"), rowOf("rec", RunLiveness::Done, 2)});
    RunListProxy proxy;
    proxy.setSourceModel(&model);
    QCOMPARE(proxy.rowCount(), 2);
    proxy.setVerb("reconstruct");
    QCOMPARE(namesOf(proxy), QStringList{"rec"});
  }

  void namesARunWithoutDateAndVerb() {
    RunRow row = rowOf("20261122-101500_reconstruct_scan", RunLiveness::Done, 1);
    QCOMPARE(row.title(), QString("scan"));
    row.entry.name = "my own name";
    QCOMPARE(row.title(), QString("my own name"));
  }

  void explainsEveryWord() {
    for (int word = 0; word <= static_cast<int>(RunLiveness::Lost); ++word) {
      QVERIFY(!livenessWord(static_cast<RunLiveness>(word)).isEmpty());
      QVERIFY(livenessHelp(static_cast<RunLiveness>(word)).endsWith('.'));
    }
  }

  void findsRunsAndMarksLostOnes() {
    QTemporaryDir root;
    test::SyntheticRun alive(root.path().toStdString(), "alive");
    alive.write(RunState::Running);
    test::SyntheticRun dead(root.path().toStdString(), "dead");
    dead.status().pid = 0x3fffffff;
    dead.write(RunState::Running);
    test::SyntheticRun newer(root.path().toStdString(), "newer");
    std::ofstream(newer.folder() / run_file::kSpec) << "{\"schema\": 99, \"verb\": \"reconstruct\"}";

    RunRootWatcher catalogue;
    RunListModel model;
    connect(&catalogue, &RunRootWatcher::rowsChanged, &model, &RunListModel::setRows);
    catalogue.setRoot(root.path());
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowOf(alive.qFolder())->liveness, RunLiveness::Running);
    QCOMPARE(model.rowOf(dead.qFolder())->liveness, RunLiveness::Lost);
    QVERIFY(!model.rowOf(newer.qFolder())->entry.problem.empty());
    std::filesystem::remove_all(dead.folder());
    catalogue.look();
    QTRY_COMPARE(model.rowCount(), 2);
  }

  void aMissingRootIsAnEmptyList() {
    RunRootWatcher catalogue;
    QSignalSpy changes(&catalogue, &RunRootWatcher::rowsChanged);
    catalogue.setRoot("/nonexistent/ptychodesk/runs");
    QTRY_COMPARE(changes.count(), 1);
    QVERIFY(catalogue.rows().empty());
  }

  void manyRunsAreUpdatedQuickly() {
    std::vector<RunRow> rows;
    for (int i = 0; i < 2000; ++i) rows.push_back(rowOf("run" + std::to_string(i), RunLiveness::Done, i));
    RunListModel model;
    RunListProxy proxy;
    proxy.setSourceModel(&model);
    proxy.setVerb("reconstruct");
    proxy.sort(RunListModel::kStarted);
    QElapsedTimer timer;
    timer.start();
    model.setRows(rows);
    rows[1000].liveness = RunLiveness::Lost;
    model.setRows(rows);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::RunListTest)
#include "run_list_test.moc"
