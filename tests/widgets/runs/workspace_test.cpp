#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

#include "core/learn/presets.h"
#include "tests/widgets/runs/sample_rows.h"
#include "widgets/runs/parallel_plot.h"
#include "widgets/runs/queue_panel.h"
#include "widgets/runs/run_actions.h"
#include "widgets/runs/run_comparison.h"
#include "widgets/runs/run_facts.h"
#include "widgets/runs/run_filter.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/run_table_panel.h"
#include "widgets/runs/runs_workspace.h"

namespace ptycho {

using test::digestOf;
using test::rowOf;
using test::waitingDigest;

namespace {

template <class Widget>
Widget* child(QWidget& parent, const char* name) {
  return parent.findChild<Widget*>(QString::fromUtf8(name));
}

RunDetails detailsOf(const QString& folder, int steps) {
  RunDetails details;
  details.folder = folder;
  TrainingSpec spec = findTrainingPreset("laptop-40").value();
  spec.loop.steps = steps;
  details.spec = {{"schema", 1}, {"verb", "train"}, {"command", {"ptychodesk-cli", "train", "--preset=laptop-40"}},
                  {"threads", 2}, {"training", trainingSpecToJson(spec)}};
  details.log_tail = "first line\nlast line\n";
  details.bytes = 132'000'000;
  return details;
}

void click(QWidget& parent, const char* name) { QTest::mouseClick(child<QWidget>(parent, name), Qt::LeftButton); }

}  // namespace

class RunsWorkspaceTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<RunsWorkspace> m_workspace;

  void selectRows(const QList<int>& rows) {
    auto& table = m_workspace->table();
    for (qsizetype i = 0; i < rows.size(); ++i) {
      const QRect cell = table.view()->visualRect(table.proxy().index(rows[i], RunTableModel::kState));
      QTest::mouseClick(table.view()->viewport(), Qt::LeftButton, i == 0 ? Qt::NoModifier : Qt::ControlModifier,
                        cell.center());
    }
  }

 private Q_SLOTS:
  void init() {
    m_workspace = std::make_unique<RunsWorkspace>();
    m_workspace->setRunsRoot("/runs");
    m_workspace->setRows({rowOf("a", "train", RunLiveness::Done, 400), rowOf("b", "train", RunLiveness::Lost, 300),
                          rowOf("c", "reconstruct", RunLiveness::Done, 200),
                          rowOf("d", "train", RunLiveness::Running, 100)});
    m_workspace->setDigest("/runs/a", digestOf(0.05, 0.2));
    m_workspace->setDigest("/runs/b", digestOf(0.06, 0.3));
    m_workspace->resize(1600, 900);
    m_workspace->show();
    m_workspace->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_workspace.get()));
  }
  void cleanup() { m_workspace.reset(); }

  void theChosenRunIsShownWhole() {
    QSignalSpy chosen(m_workspace.get(), &RunsWorkspace::runChosen);
    selectRows({0});
    QCOMPARE(chosen.last()[0].toString(), QString("/runs/a"));
    m_workspace->setDetails(detailsOf("/runs/a", 500));
    QCOMPARE(m_workspace->facts().factText("folder"), QString("/runs/a"));
    QCOMPARE(m_workspace->facts().factText("size"), QString("132 MB"));
    QCOMPARE(m_workspace->facts().command(), QString("ptychodesk-cli train --preset=laptop-40"));
    QVERIFY(child<QPlainTextEdit>(*m_workspace, "runLog")->toPlainText().contains("last line"));
    m_workspace->showPage(RunsWorkspace::kAsked);
    auto* tree = child<QTreeWidget>(*m_workspace, "specTree");
    const auto steps = tree->findItems("Steps", Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(steps.size(), 1);
    QCOMPARE(steps[0]->text(1), QString("500"));
    QCOMPARE(steps[0]->text(2), QString("100000"));
    const auto learning = tree->findItems("Learning rate", Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(learning.size(), 1);
    QVERIFY(learning[0]->text(2).isEmpty());
    click(*m_workspace, "changedOnly");
    QVERIFY(tree->findItems("Learning rate", Qt::MatchExactly | Qt::MatchRecursive).isEmpty());
  }

  void aRunThatIsListedLaterIsChosenThen() {
    const RunRow row = rowOf("later", "train", RunLiveness::Done);
    m_workspace->setRows({});
    m_workspace->select(row.folder());
    QVERIFY(m_workspace->shownRun().isEmpty());
    m_workspace->setRows({rowOf("another", "train", RunLiveness::Done), row});
    QCOMPARE(m_workspace->shownRun(), row.folder());
  }

  void threeWaysToRunAgainAreThreeButtons() {
    QSignalSpy continued(m_workspace.get(), &RunsWorkspace::continueRequested);
    QSignalSpy cloned(m_workspace.get(), &RunsWorkspace::cloneRequested);
    QSignalSpy rerun(m_workspace.get(), &RunsWorkspace::rerunRequested);
    selectRows({1});
    click(*m_workspace, "continueRunButton");
    click(*m_workspace, "cloneRunButton");
    click(*m_workspace, "rerunRunButton");
    QCOMPARE(continued.count(), 1);
    QCOMPARE(cloned.count(), 1);
    QCOMPARE(rerun.last()[0].toString(), QString("/runs/b"));
    selectRows({3});
    QVERIFY(!m_workspace->actions().action("continueRun")->isEnabled());
    QVERIFY(m_workspace->actions().action("continueRun")->toolTip().contains("not ended"));
  }

  void aLostRunSaysWhenItWasLastSeen() {
    RunRow row = rowOf("b", "train", RunLiveness::Lost, 300);
    row.entry.status->done = 120;
    row.entry.status->total = 2500;
    row.entry.status->updated_at = "2026-11-23T12:03:10.000+00:00";
    m_workspace->setRows({row});
    selectRows({0});
    QVERIFY(m_workspace->facts().factText("message").contains("step 120 of 2500"));
    QVERIFY(m_workspace->actions().action("continueRun")->isEnabled());
  }

  void whatWorksCannotBeDeleted() {
    QSignalSpy deleted(m_workspace.get(), &RunsWorkspace::deleteRequested);
    selectRows({3});
    QVERIFY(!m_workspace->actions().action("deleteRun")->isEnabled());
    selectRows({0, 2});
    QTest::keyClick(m_workspace->table().view(), Qt::Key_Delete);
    QCOMPARE(deleted.count(), 1);
    QStringList folders = deleted[0][0].toStringList();
    folders.sort();
    QCOMPARE(folders, QStringList({"/runs/a", "/runs/c"}));
    m_workspace->setDeleted({"a", "c"}, 5'000'000);
    QSignalSpy undone(m_workspace.get(), &RunsWorkspace::undoDeleteRequested);
    click(*m_workspace, "undoDelete");
    QCOMPARE(undone.count(), 1);
    QVERIFY(child<QLabel>(*m_workspace, "trashText")->text().contains("5.0 MB"));
  }

  void cleaningUpListsFirstWhatWouldGo() {
    selectRows({0});
    m_workspace->showPage(RunsWorkspace::kAbout);
    RunDetails details = detailsOf("/runs/a", 500);
    details.spare = {{"/runs/a/checkpoint.h5"}, 80'000'000};
    m_workspace->setDetails(details);
    QSignalSpy wishes(m_workspace.get(), &RunsWorkspace::cleanUpRequested);
    click(*m_workspace, "cleanUp");
    QCOMPARE(wishes.count(), 0);
    QCOMPARE(m_workspace->facts().factText("spare"), QString("checkpoint.h5"));
    click(*m_workspace, "cleanUp");
    QCOMPARE(wishes.count(), 1);
    QCOMPARE(wishes[0][1].value<CleanUp>().bytes, 80'000'000U);
  }

  void emptyingTheTrashTakesTwoPresses() {
    QSignalSpy emptied(m_workspace.get(), &RunsWorkspace::emptyTrashRequested);
    m_workspace->setTrash(3, 1'000'000);
    click(*m_workspace, "emptyTrash");
    QCOMPARE(emptied.count(), 0);
    QVERIFY(child<QPushButton>(*m_workspace, "emptyTrash")->text().contains("for good"));
    click(*m_workspace, "emptyTrash");
    QCOMPARE(emptied.count(), 1);
  }

  void notesAreHandedOnWhenTheyAreLeft() {
    selectRows({0});
    m_workspace->showPage(RunsWorkspace::kAbout);
    QSignalSpy edited(m_workspace.get(), &RunsWorkspace::notesEdited);
    auto* tags = child<QLineEdit>(*m_workspace, "runTags");
    tags->setFocus();
    QTest::keyClicks(tags, "noise, 60 px");
    QTest::keyClick(tags, Qt::Key_Tab);
    QCOMPARE(edited.count(), 1);
    QCOMPARE(edited[0][0].toString(), QString("/runs/a"));
    const auto notes = edited[0][1].value<RunNotes>();
    QCOMPARE(notes.tags, (std::vector<std::string>{"60 px", "noise"}));
    auto* note = child<QPlainTextEdit>(*m_workspace, "runNote");
    note->setFocus();
    QTest::keyClicks(note, "good");
    selectRows({1});  // leaving the run keeps what was typed, for the run it was typed for
    QCOMPARE(edited.last()[0].toString(), QString("/runs/a"));
    QCOMPARE(edited.last()[1].value<RunNotes>().note, std::string("good"));
    QVERIFY(note->toPlainText().isEmpty());
  }

  void comparesSelectedRunsFieldByField() {
    QSignalSpy wanted(m_workspace.get(), &RunsWorkspace::detailsWanted);
    selectRows({0, 1});
    QVERIFY(!wanted.isEmpty());
    m_workspace->showPage(RunsWorkspace::kCompare);
    m_workspace->setDetails(detailsOf("/runs/a", 500));
    m_workspace->setDetails(detailsOf("/runs/b", 900));
    QTableWidget* table = m_workspace->comparison().table();
    QCOMPARE(table->columnCount(), 4);
    const auto steps = table->findItems("Steps", Qt::MatchExactly);
    QCOMPARE(steps.size(), 1);
    QCOMPARE(table->item(steps[0]->row(), 2)->text(), QString("500"));
    QCOMPARE(table->item(steps[0]->row(), 3)->text(), QString("900"));
    QVERIFY(table->findItems("Learning rate", Qt::MatchExactly).isEmpty());
    click(*m_workspace, "differencesOnly");
    QCOMPARE(table->findItems("Learning rate", Qt::MatchExactly).size(), 1);
    click(*m_workspace, "copyComparison");
    QVERIFY(QGuiApplication::clipboard()->text().contains("Steps\t500\t900\n"));
  }

  void differencesAreLinesAcrossAxes() {
    ParallelPlot plot;
    plot.resize(600, 300);
    plot.setRuns({{"/a", "a", Qt::red}, {"/b", "b", Qt::green}, {"/c", "c", Qt::blue}},
                 {{"Steps", {100, 1000, 10'000}, {}}, {"Architecture", {}, {"PtychoNet", "", "U-Net"}}});
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    const QPointF foot = plot.crossing(0, 0);
    const QPointF head = plot.crossing(2, 0);
    QVERIFY(plot.crossing(1, 0).y() > (foot.y() + head.y()) / 2 + 20);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(qRound(foot.x()), 8));
    QVERIFY(plot.isLog(0));
    QVERIFY(std::abs(plot.crossing(1, 0).y() - (foot.y() + head.y()) / 2) < 1);
    QTest::mouseClick(&plot, Qt::LeftButton, Qt::ControlModifier, QPoint(qRound(foot.x()), 8));
    QCOMPARE(plot.crossing(0, 0), head);
    QVERIFY(plot.crossing(1, 1).y() > foot.y());  // no value: below the axis, and still there
    QTest::mousePress(&plot, Qt::LeftButton, {}, QPoint(qRound(head.x()), qRound(head.y()) - 5));
    QTest::mouseMove(&plot, QPoint(qRound(head.x()), qRound(head.y()) + 20));
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, QPoint(qRound(head.x()), qRound(head.y()) + 20));
    QCOMPARE(plot.passing(), QStringList{"a"});
    QTest::keyClick(&plot, Qt::Key_Escape);
    QCOMPARE(plot.passing().size(), 3);
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::keyClick(&plot, Qt::Key_L);
    QVERIFY(!plot.isLog(1));  // words have no logarithm
    QTest::keyClick(&plot, Qt::Key_F);
    QVERIFY(plot.isFlipped(1));
  }

  void theQueueIsInTheUsersHands() {
    std::vector<RunRow> rows;
    for (const char* name : {"one", "two", "three"}) rows.push_back(rowOf(name, "train", RunLiveness::Queued));
    m_workspace->setRows(rows);
    double position = 10;
    for (const auto& row : rows) m_workspace->setDigest(row.folder(), waitingDigest(position++));
    m_workspace->setRows(rows);
    QueuePanel& queue = m_workspace->queue();
    QVERIFY(queue.isVisible());
    QCOMPARE(queue.order(), QStringList({"one", "two", "three"}));
    QSignalSpy moved(m_workspace.get(), &RunsWorkspace::queueMoved);
    queue.select("/runs/three");
    click(*m_workspace, "queueUp");
    QCOMPARE(queue.order(), QStringList({"one", "three", "two"}));
    QCOMPARE(moved[0][0].toString(), QString("/runs/three"));
    QCOMPARE(moved[0][1].toDouble(), 10.5);
    click(*m_workspace, "queueUp");
    QCOMPARE(queue.order().first(), QString("three"));
    QVERIFY(!child<QToolButton>(*m_workspace, "queueUp")->isEnabled());
    QSignalSpy removed(m_workspace.get(), &RunsWorkspace::deleteRequested);
    click(*m_workspace, "queueRemove");
    QCOMPARE(removed[0][0].toStringList(), QStringList{"/runs/three"});
  }

  void stopIsAskedForAndAcknowledged() {
    selectRows({3});
    QSignalSpy asked(m_workspace.get(), &RunsWorkspace::requestMade);
    click(*m_workspace, "stop");
    QCOMPARE(asked[0][1].toString(), QString("stop"));
    m_workspace->setRequestWritten("stop", "id-7", QDateTime::currentDateTime());
    auto* said = child<QLabel>(*m_workspace, "acknowledgement");
    QVERIFY(said->text().startsWith("stop asked"));
    RunStatus status;
    status.state = RunState::Stopping;
    status.control_id = "id-7";
    m_workspace->setRunStatus("/runs/d", status, RunLiveness::Stopping);
    QVERIFY(said->text().contains("accepted"));
  }

  void theLayoutIsRemembered() {
    m_workspace->showPage(RunsWorkspace::kCompare);
    m_workspace->table().view()->setColumnHidden(RunTableModel::kLoss, true);
    RunsWorkspace other;
    other.restoreLayout(m_workspace->saveLayout());
    QCOMPARE(other.page(), RunsWorkspace::kCompare);
    QVERIFY(other.table().view()->isColumnHidden(RunTableModel::kLoss));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::RunsWorkspaceTest)
#include "workspace_test.moc"
