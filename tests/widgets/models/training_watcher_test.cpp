#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/models/synthetic_run.h"
#include "widgets/models/training_watcher.h"

namespace ptycho {
namespace {

std::string trainLine(int step) { return "{\"kind\":\"train\",\"step\":" + std::to_string(step) + ",\"loss\":0.5}\n"; }

}  // namespace

class TrainingWatcherTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_root;
  [[nodiscard]] std::filesystem::path root() const { return m_root.path().toStdString(); }

  static std::size_t rowsOf(const QList<QVariant>& told) {
    return told.at(1).value<std::shared_ptr<const TrainingCurves>>()->train.step.size();
  }

 private Q_SLOTS:
  void tellsCurvesAsTheyGrow() {
    test::SyntheticRun run(root(), "a", "train");
    run.appendEvents(trainLine(1) + trainLine(2) + "{\"kind\":\"tr");
    TrainingWatcher watcher;
    QSignalSpy curves(&watcher, &TrainingWatcher::curvesChanged);
    QSignalSpy specs(&watcher, &TrainingWatcher::specRead);
    watcher.setFolders({run.qFolder()});
    QTRY_COMPARE(curves.count(), 1);
    QCOMPARE(curves[0][0].toString(), run.qFolder());
    QCOMPARE(rowsOf(curves[0]), std::size_t{2});
    QTRY_COMPARE(specs.count(), 1);
    run.appendEvents("ain\",\"step\":3,\"loss\":0.1}\n");
    QTRY_COMPARE(curves.count(), 2);
    QCOMPARE(rowsOf(curves[1]), std::size_t{3});
    watcher.look();
    QTest::qWait(150);
    QCOMPARE(curves.count(), 2);  // nothing new, nothing told
  }

  void whatWasToldDoesNotChangeLater() {
    test::SyntheticRun run(root(), "b", "train");
    run.appendEvents(trainLine(1));
    TrainingWatcher watcher;
    QSignalSpy curves(&watcher, &TrainingWatcher::curvesChanged);
    watcher.setFolders({run.qFolder()});
    QTRY_COMPARE(curves.count(), 1);
    run.appendEvents(trainLine(2));
    QTRY_COMPARE(curves.count(), 2);
    QCOMPARE(rowsOf(curves[0]), std::size_t{1});
  }

  void foldersThatStayAreNotToldOfAgain() {
    test::SyntheticRun first(root(), "c", "train");
    test::SyntheticRun second(root(), "d", "train");
    first.appendEvents(trainLine(1));
    second.appendEvents(trainLine(1));
    TrainingWatcher watcher;
    QSignalSpy curves(&watcher, &TrainingWatcher::curvesChanged);
    watcher.setFolders({first.qFolder()});
    QTRY_COMPARE(curves.count(), 1);
    watcher.setFolders({first.qFolder(), second.qFolder()});
    QTRY_COMPARE(curves.count(), 2);
    QCOMPARE(curves[1][0].toString(), second.qFolder());
  }

  void thePictureOfTheFirstFolderOnly() {
    test::SyntheticRun first(root(), "e", "train");
    test::SyntheticRun second(root(), "f", "train");
    first.writePreview(1);
    second.writePreview(2);
    TrainingWatcher watcher;
    QSignalSpy pictures(&watcher, &TrainingWatcher::previewChanged);
    QSignalSpy specs(&watcher, &TrainingWatcher::specRead);
    watcher.setFolders({first.qFolder(), second.qFolder()});
    QTRY_COMPARE(specs.count(), 2);
    QCOMPARE(pictures.count(), 1);
    QCOMPARE(pictures[0][0].toString(), first.qFolder());
    watcher.setFolders({second.qFolder(), first.qFolder()});
    QTRY_COMPARE(pictures.count(), 2);
    QCOMPARE(pictures[1][1].value<std::shared_ptr<const PreviewRecord>>()->step, 2);
    watcher.setFolders({first.qFolder(), second.qFolder()});
    QTRY_COMPARE(pictures.count(), 3);  // known, and told again because it comes first again
  }

  void aFolderThatVanishesOrIsDamagedIsNoHarm() {
    test::SyntheticRun run(root(), "g", "train");
    run.appendEvents(trainLine(1));
    std::ofstream(run.folder() / run_file::kPreview) << "not HDF5";
    TrainingWatcher watcher;
    QSignalSpy curves(&watcher, &TrainingWatcher::curvesChanged);
    QSignalSpy problems(&watcher, &TrainingWatcher::problemFound);
    watcher.setFolders({run.qFolder(), QString::fromStdString((root() / "nowhere").string())});
    QTRY_COMPARE(curves.count(), 1);
    QTRY_COMPARE(problems.count(), 1);
    std::filesystem::remove_all(run.folder());
    watcher.look();
    QTRY_COMPARE(curves.count(), 2);
    QCOMPARE(rowsOf(curves[1]), std::size_t{0});
    QCOMPARE(problems.count(), 1);
  }

  void endsQuicklyInTheMiddleOfALook() {
    test::SyntheticRun run(root(), "h", "train");
    std::string lines;
    for (int step = 1; step <= 20'000; ++step) lines += trainLine(step);
    run.appendEvents(lines);
    auto watcher = std::make_unique<TrainingWatcher>();
    QSignalSpy curves(watcher.get(), &TrainingWatcher::curvesChanged);
    watcher->setFolders({run.qFolder()});
    watcher.reset();
    QCOMPARE(curves.count(), 0);
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::TrainingWatcherTest)
#include "training_watcher_test.moc"
