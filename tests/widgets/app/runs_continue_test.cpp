#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/store/run_queue.h"
#include "tests/widgets/app/fake_cli.h"
#include "tests/widgets/app/runs_bench.h"
#include "widgets/runs/queue_panel.h"

namespace ptycho {

using test::RunsBench;
using test::touch;

/// Continue, while something else works on the device.
class RunsContinueTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<RunsBench> m_bench;

  /// "old" is stopped, "new" runs, and "old" has been asked to go on.
  void askToGoOn() {
    m_bench->launchAs("old");
    QTRY_COMPARE(m_bench->stateOf("old"), QString("running"));
    m_bench->workspace.select(m_bench->folderOf("old"));
    m_bench->click("stop");
    QTRY_COMPARE(m_bench->stateOf("old"), QString("stopped"));
    m_bench->launchAs("new");
    QTRY_COMPARE(m_bench->stateOf("new"), QString("running"));
    QSignalSpy notes(m_bench->session.get(), &RunsSession::noteGiven);
    m_bench->workspace.select(m_bench->folderOf("old"));
    m_bench->click("continueRunButton");
    QCOMPARE(notes.count(), 1);
    QVERIFY(notes.first().first().toString().contains("when cpu is free") ||
            notes.first().first().toString().contains("when cuda:0 is free"));
    QTRY_COMPARE(m_bench->workspace.queue().order(), QStringList({"old (goes on)"}));
    QCOMPARE(m_bench->stateOf("old"), QString("stopped"));
  }

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_bench = test::freshRunsBench(m_folder->path());
    QVERIFY(QTest::qWaitForWindowActive(&m_bench->workspace));
  }
  void cleanup() {
    test::endFakeRuns(m_bench->root);
    m_bench.reset();
    m_folder.reset();
  }

  void onABusyDeviceARunWaitsItsTurnToGoOn() {
    askToGoOn();
    m_bench->launchAs("later");
    QTRY_COMPARE(m_bench->workspace.queue().order(), QStringList({"old (goes on)", "later"}));
    touch(m_bench->folderOf("new") + "/stop.txt");
    QTRY_COMPARE(m_bench->stateOf("old"), QString("running"));
    QCOMPARE(m_bench->stateOf("later"), QString("queued"));
    QTRY_COMPARE(m_bench->workspace.queue().order(), QStringList({"later"}));
  }

  void theWaitSurvivesTheWindow() {
    askToGoOn();
    const QString running = m_bench->folderOf("new");
    m_bench.reset();
    touch(running + "/stop.txt");
    m_bench = std::make_unique<RunsBench>(m_folder->path());
    QTRY_COMPARE(m_bench->stateOf("old"), QString("running"));
    QTRY_VERIFY(!readWaitingToGoOn(m_bench->folderOf("old").toStdString()));
  }

  void outOfTheQueueItStaysAsItIs() {
    askToGoOn();
    m_bench->workspace.queue().select(m_bench->folderOf("old"));
    m_bench->click("queueRemove");
    QTRY_VERIFY(m_bench->workspace.queue().order().isEmpty());
    touch(m_bench->folderOf("new") + "/stop.txt");
    QTRY_COMPARE(m_bench->stateOf("new"), QString("done"));
    QCOMPARE(m_bench->stateOf("old"), QString("stopped"));
    QVERIFY(QDir(m_bench->folderOf("old")).exists());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::RunsContinueTest)
#include "runs_continue_test.moc"
