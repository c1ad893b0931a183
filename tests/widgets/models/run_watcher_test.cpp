#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/models/synthetic_run.h"
#include "widgets/models/run_watcher.h"

namespace ptycho {

class RunWatcherTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_root;
  [[nodiscard]] std::filesystem::path root() const { return m_root.path().toStdString(); }

 private Q_SLOTS:
  void picksUpEventsAsTheyCome() {
    test::SyntheticRun run(root());
    run.write(RunState::Running);
    run.appendEvents("{\"iteration\":1,\"residual\":0.5}\n{\"iteration\":2,\"resi");
    RunWatcher watcher;
    watcher.setFolder(run.qFolder());
    QTRY_COMPARE(watcher.series().size(), std::size_t{1});  // the cut line waits for its end
    run.appendEvents("dual\":\"nan\"}\nnot json\n{\"iteration\":3,\"residual\":0.1}\n");
    QTRY_COMPARE(watcher.series().size(), std::size_t{3});
    QCOMPARE(watcher.series().column("iteration"), (std::vector<double>{1, 2, 3}));
  }

  void tellsTheStateOnlyWhenItChanges() {
    test::SyntheticRun run(root());
    RunWatcher watcher;
    QSignalSpy changes(&watcher, &RunWatcher::statusChanged);
    run.write(RunState::Running);
    watcher.setFolder(run.qFolder());
    QTRY_COMPARE(changes.count(), 1);
    QTest::qWait(700);
    QCOMPARE(changes.count(), 1);
    run.write(RunState::Paused);
    QTRY_COMPARE(changes.count(), 2);
    QCOMPARE(watcher.liveness(), RunLiveness::Paused);
  }

  void waitsForAFolderThatComesLater() {
    RunWatcher watcher;
    const auto later = root() / "later";
    watcher.setFolder(QString::fromStdString(later.string()));
    QTest::qWait(50);
    QVERIFY(!watcher.status());
    QVERIFY(createRunFolderAt(later, "reconstruct", Json{{"schema", 1}}));
    QTRY_VERIFY(watcher.status());
    QCOMPARE(watcher.liveness(), RunLiveness::Queued);
  }

  void showsEachPreviewOnceAndTheResultInstead() {
    test::SyntheticRun run(root());
    run.write(RunState::Running);
    run.writePreview(1);
    RunWatcher watcher;
    QSignalSpy previews(&watcher, &RunWatcher::previewChanged);
    QSignalSpy results(&watcher, &RunWatcher::resultAvailable);
    watcher.setFolder(run.qFolder());
    QTRY_COMPARE(previews.count(), 1);
    run.writePreview(2);
    QTRY_COMPARE(previews.count(), 2);
    run.writeResult(true);
    run.write(RunState::Done);
    QTRY_COMPARE(results.count(), 1);
    QCOMPARE(watcher.liveness(), RunLiveness::Done);
    QCOMPARE(watcher.result()->reconstruction.iterations, 3);
    watcher.look();
    QTest::qWait(200);
    QCOMPARE(results.count(), 1);
    QCOMPARE(previews.count(), 2);
  }

  void showsPreviewsOfARunThatGoesOnAndThenItsNewResult() {
    test::SyntheticRun run(root());
    run.writeResult(true);
    run.writePreview(1);
    run.write(RunState::Stopped);
    RunWatcher watcher;
    QSignalSpy previews(&watcher, &RunWatcher::previewChanged);
    QSignalSpy results(&watcher, &RunWatcher::resultAvailable);
    watcher.setFolder(run.qFolder());
    QTRY_COMPARE(results.count(), 1);
    QCOMPARE(previews.count(), 0);
    run.writePreview(2);
    run.write(RunState::Running);
    watcher.look();
    QTRY_COMPARE(previews.count(), 1);
    run.writePreview(3);
    QTRY_COMPARE(previews.count(), 2);
    QCOMPARE(results.count(), 1);
    run.writeResult(false);
    run.write(RunState::Done);
    QTRY_COMPARE(results.count(), 2);
    QVERIFY(watcher.result()->truth.empty());
  }

  void callsADeadProcessLost() {
    test::SyntheticRun run(root());
    run.status().pid = 0x3fffffff;  // beyond any process number of Linux
    run.status().process_start = 12345;
    run.write(RunState::Running);
    RunWatcher watcher;
    watcher.setFolder(run.qFolder());
    QTRY_COMPARE(watcher.liveness(), RunLiveness::Lost);
    QVERIFY(hasEnded(watcher.liveness()));
  }

  void reportsDamageOnceAndGoesOn() {
    test::SyntheticRun run(root());
    std::ofstream(run.folder() / run_file::kStatus) << "{ \"state\": ";
    RunWatcher watcher;
    QSignalSpy problems(&watcher, &RunWatcher::problemFound);
    watcher.setFolder(run.qFolder());
    QTRY_COMPARE(problems.count(), 1);
    QTest::qWait(700);
    QCOMPARE(problems.count(), 1);
    run.write(RunState::Running);
    QTRY_VERIFY(watcher.status());
  }

  void forgetsTheOldRunWhenShownAnother() {
    test::SyntheticRun first(root(), "first");
    first.write(RunState::Running);
    first.appendEvents("{\"iteration\":1}\n");
    test::SyntheticRun second(root(), "second");
    second.write(RunState::Running);
    RunWatcher watcher;
    watcher.setFolder(first.qFolder());
    QTRY_COMPARE(watcher.series().size(), std::size_t{1});
    watcher.setFolder(second.qFolder());
    QVERIFY(watcher.series().empty());
    QTRY_VERIFY(watcher.status());
    QVERIFY(watcher.series().empty());
  }

  void dropsWhatWasStillBeingRead() {
    for (int round = 0; round < 20; ++round) {
      test::SyntheticRun run(root(), "round");
      run.write(RunState::Running);
      RunWatcher watcher;
      watcher.setFolder(run.qFolder());
      if (round % 2 == 0) watcher.setFolder({});
    }
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::RunWatcherTest)
#include "run_watcher_test.moc"
